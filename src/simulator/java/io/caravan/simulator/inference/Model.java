package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;

/** A model's reply to one request body: the same body always gets the same reply. Thread-safe. */
@FunctionalInterface
public interface Model {

    Answer answer(JsonNode modelInput);
}
