package io.caravan.status;

import io.caravan.model.Absent;
import io.caravan.model.Parked;
import io.caravan.port.Inventory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
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
        Instant now = clock.instant();
        var parked = new Parked(now + "#" + UUID.randomUUID(), now, route, cut(reason), cut(message));
        inventory.park(parked);
        return List.of(parked);
    }

    /** The newest ones first. */
    public List<FailureView> newest() {
        return inventory.parked(NEWEST).stream().map(FailureView::of).toList();
    }

    /** A note whose message is to be sent to its queue again. */
    public FailureView waiting(String id) {
        return newest().stream()
                .filter(note -> note.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Absent("there is no failure '" + id + "', or no more"));
    }

    /** Forgets a note. */
    public void forget(FailureView note) {
        inventory.parked(NEWEST).stream()
                .filter(parked -> FailureView.of(parked).id().equals(note.id()))
                .forEach(inventory::unpark);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
