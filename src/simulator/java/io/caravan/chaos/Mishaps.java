package io.caravan.chaos;

import io.caravan.simulator.bedrock.BedrockSimulator;
import io.caravan.simulator.bedrock.Faults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Has Bedrock misbehave, in one way of each kind at a time. Used by one thread. */
final class Mishaps {
    private final BedrockSimulator bedrock;
    private final Counts counts;
    private final List<List<Mishap>> kinds = new ArrayList<>();
    private int turn;

    /** The order of the mishaps is left to chance. */
    Mishaps(BedrockSimulator bedrock, int limit, SplittableRandom chance, Counts counts) {
        this.bedrock = bedrock;
        this.counts = counts;
        for (List<Mishap> kind : Mishap.kinds(limit)) {
            var shuffled = new ArrayList<>(kind);
            for (int i = shuffled.size() - 1; i > 0; i--) {
                Collections.swap(shuffled, i, chance.nextInt(i + 1));
            }
            kinds.add(shuffled);
        }
    }

    /** Goes on to the next mishap of each kind. */
    void next() {
        Faults faults = Faults.NONE;
        for (List<Mishap> kind : kinds) {
            Mishap mishap = kind.get(turn % kind.size());
            faults = mishap.change().to(faults);
            if (!mishap.name().equals("nothing")) {
                counts.add("× " + mishap.name());
            }
        }
        turn++;
        bedrock.faults(faults);
    }

    void stop() {
        bedrock.faults(Faults.NONE);
    }
}
