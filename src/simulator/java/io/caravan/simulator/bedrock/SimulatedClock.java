package io.caravan.simulator.bedrock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The simulator's time. It runs {@code rate} times as fast as the wall's, and can be moved forward; at rate 0 it stands
 * still until moved. So a day of jobs passes in seconds, or exactly as a test says. Thread-safe.
 */
public final class SimulatedClock implements InstantSource {

    private final InstantSource wall;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Instant origin;
    private Instant wallOrigin;
    private double rate;
    /** Grows with every change that waiters have to hear of. */
    private long version;

    public SimulatedClock(InstantSource wall, double rate) {
        this.wall = wall;
        this.origin = wall.instant();
        this.wallOrigin = origin;
        this.rate = checked(rate);
    }

    @Override
    public Instant instant() {
        lock.lock();
        try {
            Duration passed = Duration.between(wallOrigin, wall.instant());
            return origin.plusNanos(Math.round(passed.toNanos() * rate));
        } finally {
            lock.unlock();
        }
    }

    public double rate() {
        lock.lock();
        try {
            return rate;
        } finally {
            lock.unlock();
        }
    }

    /** Moves time forward at once. */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("Time goes forward only; advance by a positive duration, not " + step);
        }
        move(step, rate());
    }

    /** From now on time runs {@code rate} times as fast as the wall's. */
    public void setRate(double rate) {
        move(Duration.ZERO, checked(rate));
    }

    private void move(Duration step, double rate) {
        lock.lock();
        try {
            Instant now = instant();
            this.origin = now.plus(step);
            this.wallOrigin = wall.instant();
            this.rate = rate;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private static double checked(double rate) {
        if (!(rate >= 0 && rate <= 1e6)) {
            throw new IllegalArgumentException("The clock's rate must be between 0 and 1000000, not " + rate);
        }
        return rate;
    }

    /** Waits for {@code due} to come, or for {@code enough} to hold; {@link #wake} has it asked again. */
    void await(Instant due, BooleanSupplier enough) throws InterruptedException {
        while (true) {
            long seen = version();
            // Asked without the lock: the answer may need a lock whose holder is just asking for the time.
            if (enough.getAsBoolean()) {
                return;
            }
            lock.lock();
            try {
                long nanos = Duration.between(instant(), due).toNanos();
                if (nanos <= 0) {
                    return;
                }
                if (version == seen && rate == 0) {
                    changed.await();
                } else if (version == seen) {
                    // At least a moment, so that rounding cannot make a busy loop.
                    long wait = Math.max(100_000, Math.round(Math.min(nanos / rate, 1e15)));
                    var unused = changed.awaitNanos(wait);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
