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
     * Records of the attempt before that failed and may heal, pooled over the run.
     *
     * @param first position of its first line (from 0) in the retry lines of all jobs of that attempt, in chunk order
     */
    record Retries(long first, long records) implements Work {}
}
