package io.caravan.status;

import io.caravan.model.Parked;
import io.caravan.port.Inventory;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that no route could handle: noted for the status, and for the queue where they are parked. Thread-safe. */
public final class Failures {
    private static final int NEWEST = 100;
    /** Characters; the note has to fit into a message and into an item. */
    private static final int LONGEST = 50_000;

    private final Inventory inventory;
    private final InstantSource clock;

    public Failures(Inventory inventory, InstantSource clock) {
        this.inventory = inventory;
        this.clock = clock;
    }

    /**
     * Notes a failed message.
     *
     * @param message the message as it came; null or empty for a timer's, which has nothing that could be lost
     * @return the note, or nothing
     */
    public List<Parked> note(String route, String reason, @Nullable String message) {
        if (message == null || message.isEmpty()) {
            return List.of();
        }
        var parked = new Parked(clock.instant(), route, cut(reason), cut(message));
        inventory.park(parked);
        return List.of(parked);
    }

    /** The newest ones first. */
    public List<Parked> newest() {
        return inventory.parked(NEWEST);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
