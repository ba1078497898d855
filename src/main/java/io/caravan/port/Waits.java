package io.caravan.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How long what is open has waited. Thread-safe. */
public interface Waits {

    /** Of each stage at which something waits, how long the oldest has since the stage was last woken for it. */
    Map<Stage, Duration> longest(Instant now);
}
