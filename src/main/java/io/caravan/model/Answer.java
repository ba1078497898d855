package io.caravan.model;

import java.util.List;

/** What came back for one record. */
public sealed interface Answer {

    /** A text model's words. {@code stopReason} is the model's own, for example {@code end_turn}; may be empty. */
    record Text(String text, String stopReason, Tokens tokens) implements Answer {}

    /**
     * A text model's words that fit the run's output schema.
     *
     * @param text all that it said
     * @param values of the schema's properties, in their order, each as JSON; empty for one that is not there
     */
    record Structured(String text, List<String> values, String stopReason, Tokens tokens) implements Answer {
        public Structured {
            values = List.copyOf(values);
        }
    }

    /** An embedding model's vector, as the JSON array of numbers that the model wrote: digits are not re-rounded. */
    record Embedding(String vector, Tokens tokens) implements Answer {}

    /**
     * No answer. {@code code} is Bedrock's for this record and may be empty, as may {@code stopReason}; {@code tokens}
     * are those billed all the same.
     *
     * @param said what the model said, where it is kept though it is no answer; empty otherwise
     */
    record Failed(ErrorClass errorClass, String code, String message, String stopReason, Tokens tokens, String said)
            implements Answer {
        public Failed(ErrorClass errorClass, String code, String message, String stopReason, Tokens tokens) {
            this(errorClass, code, message, stopReason, tokens, "");
        }

        public static Failed of(ErrorClass errorClass, String message) {
            return new Failed(errorClass, "", message, "", Tokens.UNKNOWN);
        }
    }

    /** Never sent, and why. */
    record Skipped(String reason) implements Answer {}

    /** What it was billed for. */
    default Tokens billed() {
        return switch (this) {
            case Text text -> text.tokens();
            case Structured structured -> structured.tokens();
            case Embedding embedding -> embedding.tokens();
            case Failed failed -> failed.tokens();
            case Skipped skipped -> Tokens.UNKNOWN;
        };
    }

    /** The same for a record that another one was sent for: it was billed for nothing. */
    default Answer unbilled() {
        Tokens none = Tokens.of(0, 0);
        return switch (this) {
            case Text text -> new Text(text.text(), text.stopReason(), none);
            case Structured structured ->
                new Structured(structured.text(), structured.values(), structured.stopReason(), none);
            case Embedding embedding -> new Embedding(embedding.vector(), none);
            case Failed failed ->
                new Failed(
                        failed.errorClass(), failed.code(), failed.message(), failed.stopReason(), none, failed.said());
            case Skipped skipped -> skipped;
        };
    }

    /** The result's {@code status} column. */
    default String status() {
        return switch (this) {
            case Text t -> "ok";
            case Structured s -> "ok";
            case Embedding e -> "ok";
            case Failed f -> "failed";
            case Skipped s -> "skipped";
        };
    }
}
