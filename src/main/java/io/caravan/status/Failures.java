package io.caravan.status;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes about messages that no route could handle, for the queue where they are parked. Thread-safe. */
public final class Failures {
    private final InstantSource clock;

    public Failures(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A note of a failed message.
     *
     * @param message the message as it came; null or empty for a timer's, which has nothing that could be lost
     * @return one note, or none
     */
    public List<Map<String, String>> note(String route, String reason, @Nullable String message) {
        if (message == null || message.isEmpty()) {
            return List.of();
        }
        var note = new LinkedHashMap<String, String>();
        note.put("at", clock.instant().toString());
        note.put("route", route);
        note.put("reason", reason);
        note.put("message", message);
        return List.of(note);
    }
}
