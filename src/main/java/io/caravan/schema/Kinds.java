package io.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Property.Kind;
import java.util.EnumSet;
import java.util.Set;

/** What a schema lets a value be, where that is one simple thing or null; references lead inside the schema. */
record Kinds(References references) {

    Kind of(JsonNode schema) {
        Set<Kind> kinds = all(schema);
        return kinds.size() == 1 ? kinds.iterator().next() : Kind.JSON;
    }

    /** Null left out; {@code JSON} for what is not simple. */
    private Set<Kind> all(JsonNode schema) {
        if (schema.has(References.REF)) {
            return references
                    .target(schema.path(References.REF).asText())
                    .map(this::all)
                    .orElse(EnumSet.of(Kind.JSON));
        }
        var kinds = EnumSet.noneOf(Kind.class);
        if (schema.path("type").isTextual()) {
            add(schema.path("type").asText(), kinds);
        } else if (schema.path("type").isArray()) {
            schema.path("type").forEach(type -> add(type.asText(), kinds));
        } else if (schema.path("enum").isArray()) {
            schema.path("enum").forEach(value -> add(type(value), kinds));
        } else if (schema.has("const")) {
            add(type(schema.path("const")), kinds);
        } else if (schema.has("anyOf") || schema.has("oneOf")) {
            schema.path("anyOf").forEach(choice -> kinds.addAll(all(choice)));
            schema.path("oneOf").forEach(choice -> kinds.addAll(all(choice)));
        } else {
            kinds.add(Kind.JSON);
        }
        return kinds;
    }

    private static void add(String type, Set<Kind> kinds) {
        switch (type) {
            case "null" -> {}
            case "string" -> kinds.add(Kind.TEXT);
            case "integer" -> kinds.add(Kind.WHOLE);
            case "number" -> kinds.add(Kind.NUMBER);
            case "boolean" -> kinds.add(Kind.BOOLEAN);
            default -> kinds.add(Kind.JSON);
        }
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            default -> "object";
        };
    }
}
