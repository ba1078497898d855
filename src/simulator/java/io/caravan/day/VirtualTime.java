package io.caravan.day;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A clock that jumps to whatever is due next. What is due at the same instant happens in the order it was asked for. */
final class VirtualTime implements InstantSource {
    static final Instant START = Instant.parse("2026-01-02T00:00:00Z");

    private record Due(Instant at, long number, Runnable what) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private Instant now = START;
    private long asked;

    @Override
    public Instant instant() {
        return now;
    }

    void at(Instant time, Runnable what) {
        due.add(new Due(time, asked++, what));
    }

    void after(Duration wait, Runnable what) {
        at(now.plus(wait), what);
    }

    /** From now on, for ever. */
    void every(Duration period, Runnable what) {
        what.run();
        after(period, () -> every(period, what));
    }

    /**
     * Goes on until it is over, or nothing is due.
     *
     * @param passing is told of each span of time in which nothing happens, before what ends it
     */
    void run(BooleanSupplier over, Consumer<Duration> passing) {
        while (!over.getAsBoolean()) {
            Due next = due.poll();
            if (next == null) {
                return;
            }
            if (next.at().isAfter(now)) {
                passing.accept(Duration.between(now, next.at()));
                now = next.at();
            }
            next.what().run();
        }
    }
}
