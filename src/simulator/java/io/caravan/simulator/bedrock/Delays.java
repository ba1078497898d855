package io.caravan.simulator.bedrock;

import java.time.Duration;

/**
 * How long a job stays in each state, in the simulator's time.
 *
 * @param perRecord added to {@code inProgress} for every record
 */
public record Delays(
        Duration submitted,
        Duration validating,
        Duration scheduled,
        Duration inProgress,
        Duration perRecord,
        Duration stopping) {

    /** A job of a hundred records takes two to three seconds, one of 100,000 about 20. */
    public static final Delays SHORT = new Delays(
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofNanos(200_000),
            Duration.ofMillis(500));

    /** No waiting: each state lasts as long as its work. */
    public static final Delays NONE =
            new Delays(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
