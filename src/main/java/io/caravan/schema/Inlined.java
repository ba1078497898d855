package io.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A schema without references: each is replaced by what it leads to, which has no end only where {@link Survey} refuses. */
record Inlined(References references) {

    JsonNode of(JsonNode node) {
        if (!(node instanceof ObjectNode schema)) {
            return node;
        }
        ObjectNode own = Keywords.replaced(schema, this::of);
        JsonNode reference = own.path(References.REF);
        if (reference.isTextual()
                && references.target(reference.asText()).map(this::of).orElse(own) instanceof ObjectNode referred) {
            own.remove(References.REF);
            return referred.setAll(own);
        }
        return own;
    }
}
