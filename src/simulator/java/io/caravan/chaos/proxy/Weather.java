package io.caravan.chaos.proxy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** How rough the network is. Thread-safe. */
public final class Weather implements Fate {
    private static final Disturbance NONE = new Disturbance.None();
    private static final int LONGEST_DELAY_MILLIS = 1500;
    private static final int WHOLE = 1000;

    private final SplittableRandom chance;
    private final AtomicInteger disturbed = new AtomicInteger();

    /** Begins calm. */
    public Weather(SplittableRandom chance) {
        this.chance = chance;
    }

    /** Disturbs so many of a thousand calls from now on. */
    public void disturb(int perMille) {
        disturbed.set(perMille);
    }

    @Override
    public synchronized Disturbance of(Call call) {
        if (chance.nextInt(WHOLE) >= disturbed.get()) {
            return NONE;
        }
        return switch (chance.nextInt(8)) {
            case 0, 1 -> new Disturbance.Late(Duration.ofMillis(chance.nextInt(LONGEST_DELAY_MILLIS)));
            case 2 -> new Disturbance.Cut();
            case 3 -> new Disturbance.Lost();
            case 4 -> new Disturbance.Torn();
            case 5 -> new Disturbance.Refused(Service.Trouble.ERROR);
            case 6 -> new Disturbance.Refused(Service.Trouble.UNAVAILABLE);
            default -> new Disturbance.Refused(Service.Trouble.THROTTLED);
        };
    }
}
