package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a body asks of a text model, whatever the family writes around it.
 *
 * @param prompt what the answer names; the system prompt is not in it
 * @param system empty when there is none
 * @param maxTokens most tokens of the answer
 * @param stops texts before which the answer ends
 * @param schema JSON Schema that the answer has to fit
 */
record Ask(String prompt, String system, long maxTokens, List<String> stops, Optional<JsonNode> schema) {

    static Ask of(String prompt, long maxTokens, List<String> stops) {
        return new Ask(prompt, "", maxTokens, stops, Optional.empty());
    }

    Ask withSystem(String system) {
        return new Ask(prompt, system, maxTokens, stops, schema);
    }

    Ask withSchema(Optional<JsonNode> schema) {
        return new Ask(prompt, system, maxTokens, stops, schema);
    }
}
