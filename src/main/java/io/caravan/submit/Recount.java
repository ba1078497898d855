package io.caravan.submit;

import io.caravan.model.JobState;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.Slots;
import io.caravan.port.Inventory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the slots in use against the jobs that hold one. They differ only by a mistake, in Caravan or of somebody who
 * edits the table; a slot that leaked would stay idle for ever. Thread-safe.
 */
public final class Recount {
    private static final Logger LOG = LoggerFactory.getLogger(Recount.class);

    private final Inventory inventory;
    /** Slots too many by pool, as counted last: which runs are under way is known a little late. */
    private final Map<Pool, Integer> suspected = new ConcurrentHashMap<>();

    public Recount(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * Corrects the pools that are found wrong twice in a row by the same number, unless a slot moves at the same time.
     *
     * @return those that were corrected
     */
    public List<Pool> recount() {
        var corrected = new ArrayList<Pool>();
        List<Slots> pools = inventory.slots();
        Map<Pool, Integer> holders = held(); // read after the slots, whose version tells whether one moved since
        for (Slots slots : pools) {
            int held = holders.getOrDefault(slots.pool(), 0);
            int excess = slots.inUse() - held;
            Integer before = excess == 0 ? suspected.remove(slots.pool()) : suspected.put(slots.pool(), excess);
            if (before != null && before == excess && inventory.recount(slots, held)) {
                LOG.warn(
                        "{}: {} slots were in use, but {} jobs hold one; it is {} now",
                        slots.pool(),
                        slots.inUse(),
                        held,
                        held);
                suspected.remove(slots.pool());
                corrected.add(slots.pool());
            }
        }
        return corrected;
    }

    private Map<Pool, Integer> held() {
        var held = new HashMap<Pool, Integer>();
        for (Run run : inventory.allRunning()) { // one that is left out would have its slots given away
            long jobs =
                    run.counts().jobs(JobState.Submitting.class) + run.counts().jobs(JobState.Submitted.class);
            held.merge(run.pool(), Math.toIntExact(jobs), Integer::sum);
        }
        return held;
    }
}
