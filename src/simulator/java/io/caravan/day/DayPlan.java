package io.caravan.day;

import java.time.Duration;

/**
 * What a day brings.
 *
 * @param quota concurrent jobs
 * @param seed of all that is left to chance
 * @param writing how long a worker takes to write one job's input
 */
public record DayPlan(int jobs, int runs, int quota, long seed, Duration writing) {
    /** Bedrock's shortest and longest job. */
    static final Duration SHORTEST = Duration.ofMinutes(10);

    public static final Duration LONGEST = Duration.ofHours(6);

    /** Runs arrive evenly over so long; their jobs may take longer. */
    static final Duration ARRIVALS = Duration.ofHours(24);

    /** The share of Bedrock's events that never arrive. */
    static final double LOST_EVENTS = 0.01;

    public DayPlan {
        if (quota < 1 || runs < 5 || jobs < 40 * runs) {
            throw new IllegalArgumentException(
                    "a day needs a quota of 1 or more, 5 runs or more, and 40 jobs a run or more on average; it was given"
                            + " quota " + quota + ", " + runs + " runs, " + jobs + " jobs");
        }
    }
}
