package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;

/** What a model says to one record. */
public sealed interface Answer {

    /**
     * An answer.
     *
     * @param body the family's response body, as it stands in {@code modelOutput}
     */
    record Given(JsonNode body, int inputTokens, int outputTokens) implements Answer {}

    /**
     * An error in the answer's place.
     *
     * @param code an HTTP-like status, as it stands in {@code error.errorCode}
     */
    record Refused(int code, String message) implements Answer {}

    static Answer invalid(String message) {
        return new Refused(400, message);
    }
}
