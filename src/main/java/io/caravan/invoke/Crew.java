package io.caravan.invoke;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does tasks on threads of their own, some at a time. Between them it asks whether to go on, and after a no, or a task that
 * failed, starts no further one. Sent to by one thread.
 */
final class Crew implements AutoCloseable {

    /** Asked every now and then by the thread that sends. */
    @FunctionalInterface
    interface Heart {
        /**
         * Whether to go on.
         *
         * @param done tasks so far
         */
        boolean beat(long done);
    }

    /** What a task may throw. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    private final int size;
    private final Duration pulse;
    private final InstantSource clock;
    private final Heart heart;
    private final Semaphore free;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private Instant next;

    /** @param pulse between two beats of the heart, at most */
    Crew(int size, Duration pulse, InstantSource clock, Heart heart) {
        this.size = size;
        this.pulse = pulse;
        this.clock = clock;
        this.heart = heart;
        this.free = new Semaphore(size);
        this.next = clock.instant().plus(pulse);
    }

    /** Starts a task as soon as there is a hand for it; false when it was not started, as the work is stopped. */
    boolean send(Task task) throws InterruptedException {
        while (goesOn()) {
            if (free.tryAcquire(pulse.toMillis(), TimeUnit.MILLISECONDS)) {
                Thread.startVirtualThread(() -> run(task));
                return true;
            }
        }
        return false;
    }

    /**
     * Waits for what was started.
     *
     * @return whether the work was not stopped before its end
     * @throws RuntimeException that a task threw
     */
    boolean finish() throws InterruptedException {
        while (!free.tryAcquire(size, pulse.toMillis(), TimeUnit.MILLISECONDS)) {
            goesOn();
        }
        free.release(size);
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
        return !isStopped();
    }

    /** Lets a task rest; true when the work was stopped meanwhile. */
    boolean stopsWithin(Duration rest) throws InterruptedException {
        return stopped.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Has no further task started. */
    @Override
    public void close() {
        stopped.countDown();
    }

    private void run(Task task) {
        try {
            task.run();
            done.incrementAndGet();
        } catch (InterruptedException e) {
            close();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            close();
        } finally {
            free.release();
        }
    }

    private boolean goesOn() {
        if (!isStopped() && !clock.instant().isBefore(next)) {
            next = clock.instant().plus(pulse);
            if (!heart.beat(done.get())) {
                close();
            }
        }
        return !isStopped();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
