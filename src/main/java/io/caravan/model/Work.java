package io.caravan.model;

/** Which records a job sends. */
public sealed interface Work {

    /** How many. */
    long records();

    /**
     * A chunk of the data set: first attempts.
     *
     * @param slice where its records stand
     * @param firstRow the number of its first row in the run, from 1
     */
    record Rows(Slice slice, long firstRow) implements Work {
        @Override
        public long records() {
            return slice.records();
        }
    }

    /**
     * Rows that failed in the attempts before, pooled over the run.
     *
     * @param first position of its first row (from 0) among those rows, which stand in the order of the run
     * @param all whether every failed row counts, as when a user asks for it, or only those that may heal
     */
    record Retries(long first, long records, boolean all) implements Work {}
}
