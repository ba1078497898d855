package io.caravan.invoke;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave Bedrock alone when it has no room: each time in a row twice as long, up to a limit, with jitter.
 *
 * @param first after the first time, at most
 */
record Backoff(Duration first, RandomGenerator chance) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** @param times in a row, from 1 */
    Duration after(int times) {
        Duration doubled = first.multipliedBy(1L << Math.min(times - 1, 16));
        long most = Math.min(doubled.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(most / 2 + chance.nextLong(most / 2 + 1));
    }
}
