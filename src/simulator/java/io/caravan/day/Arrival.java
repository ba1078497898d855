package io.caravan.day;

import io.caravan.model.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** A run that arrives. */
record Arrival(RunId run, Size size, Instant at, int jobs, int priority) {

    enum Size {
        /** 1 to 10 jobs. */
        SMALL,
        /** 11 to 60 jobs. */
        MIDDLE,
        /** Its share of all other jobs. */
        LARGE
    }

    /** The runs of a day, in order of time: six in ten are small, one in seven is large. */
    static List<Arrival> of(DayPlan plan, RandomGenerator chance) {
        int large = Math.max(1, plan.runs() / 7);
        int small = plan.runs() * 6 / 10;
        var arrivals = new ArrayList<Arrival>();
        int left = plan.jobs();
        for (int run = large; run < plan.runs(); run++) {
            Size size = run < large + small ? Size.SMALL : Size.MIDDLE;
            int jobs = size == Size.SMALL ? 1 + chance.nextInt(10) : 11 + chance.nextInt(50);
            int priority = chance.nextInt(4) == 0 ? 1 + chance.nextInt(9) : 0;
            arrivals.add(arrival(run, size, jobs, priority, chance));
            left -= jobs;
        }
        for (int run = 0; run < large; run++) {
            int equal = left / (large - run);
            int jobs = run == large - 1 ? left : equal / 2 + chance.nextInt(equal);
            // Of a higher priority, it would have all others wait until it is through: that is what a priority is.
            arrivals.add(arrival(run, Size.LARGE, jobs, 0, chance));
            left -= jobs;
        }
        arrivals.sort(Comparator.comparing(Arrival::at));
        return arrivals;
    }

    private static Arrival arrival(int number, Size size, int jobs, int priority, RandomGenerator chance) {
        Instant at = VirtualTime.START.plusMillis(chance.nextLong(DayPlan.ARRIVALS.toMillis()));
        return new Arrival(new RunId("run%02d".formatted(number)), size, at, jobs, priority);
    }
}
