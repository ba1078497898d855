package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A good answer to a call.
 *
 * @param headers beside those that every answer has
 */
record Reply(JsonNode body, Map<String, String> headers) {

    static Reply of(JsonNode body) {
        return new Reply(body, Map.of());
    }
}
