package io.caravan.simulator.bedrock;

/** Records and tokens of a job; {@code processed} is successes and errors. */
record Counts(long total, long success, long error, long inputTokens, long outputTokens) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    long processed() {
        return success + error;
    }
}
