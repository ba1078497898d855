package io.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A schema in the part of JSON Schema that Bedrock holds a model to. What Bedrock does not take is not dropped in
 * silence: the model reads it in the description, and answers are checked against the whole schema all the same.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html">Bedrock User Guide, Get
 *     validated JSON results from models</a>
 */
final class Enforceable {
    private static final String ADDITIONAL = "additionalProperties";
    private static final Set<String> KEPT =
            Set.of("type", "enum", "const", "required", References.REF, "title", "description");
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");
    private static final Set<String> UNTOLD = Set.of("$schema", "$comment", "default", "examples", "deprecated");

    private Enforceable() {}

    /** What stands in the way, by the place where it stands; empty when Bedrock will take the schema. */
    static List<String> problems(ObjectNode schema) {
        var problems = new ArrayList<String>();
        problems(schema, "", problems);
        return problems;
    }

    private static void problems(JsonNode node, String at, List<String> problems) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        if (schema.has(ADDITIONAL) && !schema.path(ADDITIONAL).equals(JsonNodeFactory.instance.booleanNode(false))) {
            problems.add("allows additionalProperties" + (at.isEmpty() ? "" : " at " + at)
                    + "; Bedrock holds this model to a schema only where they are false: write false, or leave the"
                    + " member out");
            return;
        }
        Keywords.inside(schema, at, (inside, path) -> problems(inside, path, problems));
        for (String definitions : Keywords.DEFINING) {
            schema.path(definitions)
                    .properties()
                    .forEach(named ->
                            problems(named.getValue(), at + "/" + definitions + "/" + named.getKey(), problems));
        }
    }

    static JsonNode of(JsonNode node) {
        if (!(node instanceof ObjectNode schema)) {
            return node;
        }
        ObjectNode sent = JsonNodeFactory.instance.objectNode();
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            member(member.getKey(), member.getValue(), sent, told);
        }
        if (sent.has("properties") || sent.path("type").asText().equals("object")) {
            sent.put(ADDITIONAL, false);
        }
        if (!told.isEmpty()) {
            String said = sent.path("description").asText("");
            sent.put("description", said.isEmpty() ? told.toString() : said + " " + told);
        }
        return sent;
    }

    private static void member(String name, JsonNode value, ObjectNode sent, ObjectNode told) {
        switch (name) {
            case "properties", "$defs", "definitions" -> {
                ObjectNode inside = sent.putObject(name);
                value.properties().forEach(named -> inside.set(named.getKey(), of(named.getValue())));
            }
            case "anyOf", "allOf" ->
                value.forEach(choice -> sent.withArray(name).add(of(choice)));
            case "oneOf" -> value.forEach(choice -> sent.withArray("anyOf").add(of(choice)));
            case ADDITIONAL -> {} // false, here and everywhere
            default -> {
                boolean kept = KEPT.contains(name)
                        || (name.equals("format") && FORMATS.contains(value.asText()))
                        || (name.equals("minItems") && value.asInt() <= 1);
                if (kept) {
                    sent.set(name, value);
                } else if (name.equals("items") && value.isObject()) {
                    sent.set(name, of(value));
                } else if (!UNTOLD.contains(name)) {
                    told.set(name, value);
                }
            }
        }
    }
}
