package io.caravan.model;

/** Which records a job sends. */
public sealed interface Work {

    /** How many. */
    long records();

    /**
     * Whether what is collected of it becomes a part of the result.
     *
     * @param dedupe whether its run sends once what its rows ask repeatedly
     */
    default boolean delivers(boolean dedupe) {
        return switch (this) {
            case Rows rows -> !dedupe;
            case Retries retries -> false;
            case Spread spread -> true;
        };
    }

    /**
     * A chunk of the data set: first attempts.
     *
     * @param slice where its records stand
     * @param firstRow the number of its first record in the run, from 1
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

    /**
     * A stretch of the result of a run that sends what is asked repeatedly once: nothing is sent, the answers are those of
     * the records of all chunks.
     *
     * @param slice where its rows stand in the data set
     * @param number of the stretch, from 1
     * @param firstRecord the number, from 1, of the first record that is asked in this stretch for the first time, if one is
     * @param records rows that ask what an earlier one asks; the others are counted with their chunks
     */
    record Spread(Slice slice, int number, long firstRecord, long records) implements Work {
        /** Rows of a stretch; of each, some bytes are held in memory. */
        public static final int MOST = 1 << 16;
    }
}
