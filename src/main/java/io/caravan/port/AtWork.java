package io.caravan.port;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Somebody is at it: what takes long is postponed again and again as long as it goes on, so that it is not overdue
 * meanwhile, and done twice at the same time. Thread-safe.
 *
 * @param postpone says of the work that it is not overdue before then
 * @param pause between two words of it
 */
public record AtWork(Consumer<Instant> postpone, InstantSource clock, Duration pause) {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** Words may be late. */
    private static final Duration WORD = Duration.ofMinutes(1);

    public AtWork(Consumer<Instant> postpone, InstantSource clock) {
        this(postpone, clock, PAUSE);
    }

    /** What takes long. */
    @FunctionalInterface
    public interface Work<T> {
        T done() throws IOException;
    }

    public <T> T on(Work<T> work) throws IOException {
        var words = new Words();
        var thread = Thread.ofVirtual().name("at-work").start(words);
        try {
            return work.done();
        } finally {
            words.over = true;
            thread.interrupt();
        }
    }

    private final class Words implements Runnable {
        private volatile boolean over;

        @Override
        public void run() {
            while (!over) {
                try {
                    Thread.sleep(pause);
                    postpone.accept(clock.instant().plus(WORD));
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException e) {
                    // It may become overdue, and is done twice, which is harmless; the next word may come through.
                }
            }
        }
    }
}
