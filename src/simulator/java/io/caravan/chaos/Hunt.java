package io.caravan.chaos;

import io.caravan.chaos.proxy.Ambush;
import java.util.SplittableRandom;

/**
 * Ends replicas: at the next step that one takes, at a random moment, or by SIGTERM. While too few are up it waits, or
 * none would ever get anything done. Used by one thread.
 */
final class Hunt {
    private static final long PATIENCE_MILLIS = 4000;
    private static final long PAUSE_MILLIS = 700;

    private final Fleet fleet;
    private final Ambush ambush;
    private final SplittableRandom chance;
    private final Counts ends;
    private final int enough;
    private long next;

    Hunt(Fleet fleet, int replicas, Ambush ambush, SplittableRandom chance, Counts ends) {
        this.fleet = fleet;
        this.ambush = ambush;
        this.chance = chance;
        this.ends = ends;
        this.enough = replicas <= 2 ? replicas : replicas - 1;
    }

    /** Goes on, {@code now} milliseconds after the start. */
    void goOn(long now) {
        if (fleet.ready() < enough) {
            ambush.disarm();
            next = now + PAUSE_MILLIS;
        } else if (now >= next) {
            next = now + strike();
        } else if (!ambush.armed() && next > now + PAUSE_MILLIS) {
            next = now + PAUSE_MILLIS; // the last one was met
        }
    }

    /** How long to wait afterwards. */
    private long strike() {
        switch (chance.nextInt(8)) {
            case 0 -> {
                fleet.any().ifPresent(Replica::kill);
                ends.add("killed at random");
                return PAUSE_MILLIS;
            }
            case 1 -> {
                fleet.any().ifPresent(Replica::terminate);
                ends.add("terminated");
                return PAUSE_MILLIS;
            }
            default -> {
                ambush.arm();
                return PATIENCE_MILLIS;
            }
        }
    }
}
