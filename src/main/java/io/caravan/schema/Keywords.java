package io.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Which members of a JSON Schema hold schemas themselves; all else in it is data. */
final class Keywords {
    /** A schema, or a list of them. */
    private static final Set<String> HOLDING = Set.of(
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains",
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else");
    /** Schemas by name. */
    private static final Set<String> NAMING = Set.of("properties", "patternProperties", "dependentSchemas");
    /** The same, but of use only where they are referred to. */
    static final List<String> DEFINING = List.of("$defs", "definitions");

    private Keywords() {}

    /** Visits the schemas right inside of one, definitions aside, each with the path that leads there. */
    static void inside(ObjectNode schema, String at, BiConsumer<JsonNode, String> visit) {
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String path = at + "/" + member.getKey();
            if (HOLDING.contains(member.getKey())) {
                each(member.getValue(), path, visit);
            } else if (NAMING.contains(member.getKey())) {
                member.getValue()
                        .properties()
                        .forEach(named -> visit.accept(named.getValue(), path + "/" + named.getKey()));
            }
        }
    }

    /** The same schema with what is inside of it replaced, and without definitions. */
    static ObjectNode replaced(ObjectNode schema, UnaryOperator<JsonNode> inside) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (NAMING.contains(name)) {
                ObjectNode named = copy.putObject(name);
                value.properties().forEach(schemas -> named.set(schemas.getKey(), inside.apply(schemas.getValue())));
            } else if (HOLDING.contains(name) && value.isArray()) {
                value.forEach(item -> copy.withArray(name).add(inside.apply(item)));
            } else if (!DEFINING.contains(name)) {
                copy.set(name, HOLDING.contains(name) ? inside.apply(value) : value);
            }
        }
        return copy;
    }

    private static void each(JsonNode value, String path, BiConsumer<JsonNode, String> visit) {
        if (!value.isArray()) {
            visit.accept(value, path);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            visit.accept(value.get(i), path + "/" + i);
        }
    }
}
