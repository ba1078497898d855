package io.caravan.day;

import java.time.Duration;

/** Sums up how long slots were free although jobs were ready for them. */
final class Idle {
    private final int quota;
    private double slotSeconds;
    private double busySeconds;

    Idle(int quota) {
        this.quota = quota;
    }

    /** A span of time in which neither number changed. */
    void add(Duration span, int active, int ready) {
        if (ready > 0) {
            slotSeconds += Math.min(quota - active, ready) * (span.toMillis() / 1000.0);
            busySeconds += span.toMillis() / 1000.0;
        }
    }

    /** Of all slots, in the time in which a job was ready. */
    double share() {
        return busySeconds == 0 ? 0 : slotSeconds / (quota * busySeconds);
    }
}
