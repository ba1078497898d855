package io.caravan.simulator.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Structured output (Bedrock User Guide, "Get validated JSON results from models"): a value that fits a JSON Schema and
 * depends on the prompt alone, and the refusal of what Bedrock's subset of JSON Schema leaves out.
 */
final class Structured {

    private static final Set<String> UNSUPPORTED =
            Set.of("minimum", "maximum", "multipleOf", "minLength", "maxLength", "maxItems");

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DEEPEST = 32;

    private final JsonNode root;
    private final String prompt;

    private Structured(JsonNode root, String prompt) {
        this.root = root;
        this.prompt = prompt;
    }

    /** The schema that a prompt asks in words to be fitted: such a model puts its JSON into a code block. */
    static Optional<JsonNode> told(String prompt) {
        int from = prompt.indexOf('{', Math.max(0, prompt.lastIndexOf("JSON Schema")));
        if (from < 0 || !prompt.contains("JSON Schema")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(prompt.substring(from))).filter(schema -> schema.has("properties"));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static JsonNode of(JsonNode schema, String prompt) {
        return new Structured(schema, prompt).value(schema, 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            throw new InvalidBody("Invalid schema: it refers to itself, or is nested too deep");
        }
        if (schema.has("$ref")) {
            return value(referenced(schema.path("$ref").asText()), depth + 1);
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        for (String choice : new String[] {"enum", "anyOf", "oneOf"}) {
            JsonNode choices = schema.path(choice);
            if (choices.isArray() && !choices.isEmpty()) {
                JsonNode chosen = choices.get((int) (Reply.number(prompt) % choices.size()));
                return choice.equals("enum") ? chosen : value(chosen, depth + 1);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> JsonNodeFactory.instance.arrayNode().add(value(schema.path("items"), depth + 1));
            case "integer" -> IntNode.valueOf((int) (Reply.number(prompt) % 100));
            case "number" -> JsonNodeFactory.instance.numberNode(Reply.number(prompt) % 1000 / 10.0);
            case "boolean" -> JsonNodeFactory.instance.booleanNode(Reply.number(prompt) % 2 == 0);
            case "null" -> NullNode.getInstance();
            default -> JsonNodeFactory.instance.textNode(Reply.sentence(prompt));
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            object.set(field.getKey(), value(field.getValue(), depth + 1));
        }
        return object;
    }

    private JsonNode referenced(String reference) {
        JsonNode target = reference.startsWith("#/") ? root.at(reference.substring(1)) : root.path("");
        if (target.isMissingNode()) {
            throw new InvalidBody("Invalid schema: cannot resolve $ref '" + reference + "'");
        }
        return target;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray() && !type.isEmpty()) {
            return type.get(0).asText();
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }

    /** The schema, once it is known to be in the subset. */
    static Optional<JsonNode> checked(JsonNode schema) {
        if (!schema.isObject()) {
            throw new InvalidBody("Invalid schema: it must be a JSON object, found " + schema);
        }
        check(schema);
        // A reference into the void or a circle shows when the schema is used.
        var unused = of(schema, "");
        return Optional.of(schema);
    }

    private static void check(JsonNode schema) {
        if (schema.isArray()) {
            schema.forEach(Structured::check);
        }
        if (!schema.isObject()) {
            return;
        }
        String type = type(schema);
        if (schema.has("type") || schema.has("properties")) {
            if (type.equals("object") && !schema.path("additionalProperties").equals(json(false))) {
                throw new InvalidBody(
                        "Invalid schema: For 'object' type, 'additionalProperties' must be explicitly set to false");
            }
            for (Iterator<String> names = schema.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (UNSUPPORTED.contains(name)) {
                    throw new InvalidBody(
                            "Invalid schema: For '" + type + "' type, property '" + name + "' is not supported");
                }
            }
        }
        schema.path("properties").forEach(Structured::check);
        schema.path("$defs").forEach(Structured::check);
        for (String inner : new String[] {"items", "anyOf", "oneOf", "allOf"}) {
            check(schema.path(inner));
        }
    }

    private static JsonNode json(boolean value) {
        return JsonNodeFactory.instance.booleanNode(value);
    }
}
