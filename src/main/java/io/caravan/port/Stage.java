package io.caravan.port;

import java.util.Locale;

/** What an open run or job waits for; also the name of the queue that wakes it. */
public enum Stage {
    PLAN,
    CANARY,
    CHUNK,
    INVOKE,
    SUBMIT,
    TRACK,
    COLLECT,
    AGGREGATE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
