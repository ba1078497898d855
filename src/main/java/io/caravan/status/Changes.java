package io.caravan.status;

import io.caravan.model.Parked;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.port.Inventory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells listeners which runs changed, as server-sent events. It looks at the newest runs while somebody listens: whatever
 * replica moves a run, all tell of it. Thread-safe.
 */
public final class Changes {
    /** The start of a stream: after so many milliseconds it is asked for again when it breaks off. */
    public static final String HELLO = "retry: 3000\n\n";

    private static final String BEAT = ": beat\n\n";
    private static final int NEWEST = 50;
    private static final int LISTENERS = 100;

    private final Inventory inventory;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private Map<RunId, String> seen = new HashMap<>();
    private String others = "";

    /** Somebody who is told. */
    @FunctionalInterface
    public interface Listener {
        /** Takes some events; false when nobody is there any more, or does not keep up. */
        boolean tell(String events);
    }

    public Changes(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Has a listener told from now on; false when there are too many already. */
    public boolean listen(Listener listener) {
        if (listeners.size() >= LISTENERS) {
            return false;
        }
        listeners.add(listener);
        return true;
    }

    /** No more of it. */
    public void leave(Listener listener) {
        listeners.remove(listener);
    }

    /** Tells everybody what changed since the last look, or that nothing did. */
    public synchronized void look() {
        if (listeners.isEmpty()) {
            return;
        }
        var events = new StringBuilder();
        Map<RunId, String> now = new HashMap<>();
        for (Run run : inventory.runs(NEWEST)) {
            String mark = run.version() + " " + run.counts();
            now.put(run.id(), mark);
            if (!mark.equals(seen.get(run.id()))) {
                event(events, "run", run.id().value());
            }
        }
        seen = now;
        String rest = inventory.slots() + " "
                + inventory.parked(1).stream().map(Parked::id).toList();
        if (!rest.equals(others)) {
            event(events, "slots", "");
            others = rest;
        }
        String told = events.isEmpty() ? BEAT : events.toString();
        listeners.removeIf(listener -> !listener.tell(told));
    }

    private static void event(StringBuilder events, String name, String data) {
        events.append("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
    }
}
