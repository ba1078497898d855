package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;

/** One form of request and response body. Thread-safe. */
@FunctionalInterface
interface Family {

    /** The answer to a body; throws {@link InvalidBody} when the model does not take it. */
    Answer.Given answer(JsonNode body);
}
