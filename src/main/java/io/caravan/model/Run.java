package io.caravan.model;

import java.time.Instant;
import java.util.Map;

/**
 * A run as the inventory knows it.
 *
 * @param manifestKey where in the inbox its manifest was dropped
 * @param counts its jobs by the word of their state, and the records collected so far
 * @param version counts the writes of the run's state
 */
public record Run(
        RunId id,
        Manifest manifest,
        String manifestKey,
        Pool pool,
        Instant acceptedAt,
        RunState state,
        Counts counts,
        long version) {

    /**
     * Running totals, kept in the same transactions that move the jobs.
     *
     * @param jobs jobs by the word of their state
     * @param tally of the jobs collected so far
     */
    public record Counts(Map<String, Long> jobs, Tally tally) {
        public static final Counts NONE = new Counts(Map.of(), Tally.NONE);

        public long jobs(Class<? extends JobState> state) {
            return jobs.getOrDefault(state.getSimpleName(), 0L);
        }

        /** Jobs that still have something to do. */
        public long open() {
            return jobs.values().stream().mapToLong(Long::longValue).sum() - jobs(JobState.Collected.class);
        }
    }

    public static Run accepted(RunId id, Manifest manifest, String manifestKey, Pool pool, Instant at) {
        return new Run(id, manifest, manifestKey, pool, at, new RunState.Accepted(), Counts.NONE, 0);
    }

    public Run in(RunState next) {
        return new Run(id, manifest, manifestKey, pool, acceptedAt, next, counts, version + 1);
    }
}
