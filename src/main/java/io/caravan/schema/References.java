package io.caravan.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The places inside a schema that its {@code $ref}s lead to. They lead nowhere else: nothing is ever fetched. */
record References(ObjectNode root) {
    static final String REF = "$ref";

    /** What a reference leads to; empty when that is outside of the schema, or not there. */
    Optional<JsonNode> target(String reference) {
        if (reference.equals("#")) {
            return Optional.of(root);
        }
        if (!reference.startsWith("#/")) {
            return Optional.empty();
        }
        try {
            String pointer = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            return Optional.of(root.at(JsonPointer.compile(pointer))).filter(node -> !node.isMissingNode());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no pointer
        }
    }
}
