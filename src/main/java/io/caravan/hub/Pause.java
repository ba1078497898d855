package io.caravan.hub;

import java.io.IOException;
import java.time.Duration;

/** The time between attempts. */
@FunctionalInterface
public interface Pause {
    /** One second before the first further attempt, and twice as long each time: half a minute in all. */
    Pause GROWING = attempt -> {
        try {
            Thread.sleep(Duration.ofSeconds(1L << Math.min(attempt - 1, 5)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    };

    /** Waits before the further attempt of this number, from 1. */
    void before(int attempt) throws IOException;
}
