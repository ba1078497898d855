package io.caravan.port;

/** Bedrock's on-demand inference: one record, answered at once, at the full price. Thread-safe. */
public interface OnDemand {

    /** What became of an invocation. */
    sealed interface Reply {
        /** The model's answer: the JSON that a batch job would write as {@code modelOutput}. */
        record Answered(String modelOutput) implements Reply {}

        /** No answer. {@code code} is the HTTP status, which is what a batch job writes as {@code errorCode}. */
        record Refused(int code, String message) implements Reply {}

        /** No answer for now: too many requests, no room, or nothing was heard. Worth asking again after a while. */
        record Busy(int code, String message) implements Reply {}
    }

    /**
     * Asks the model, once.
     *
     * @param modelId a model id, an inference profile's id or an ARN
     * @param converse whether the input is Converse's body rather than the model's own
     * @param modelInput JSON, as it stands in a batch job's input
     */
    Reply invoke(String modelId, boolean converse, String modelInput);
}
