package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks of a body against the JSON schema that Bedrock keeps for most families, refused in its words: {@code Malformed
 * input request: #/…, please reformat your input and try again.}
 */
final class Body {

    private Body() {}

    static InvalidBody malformed(String what) {
        return new InvalidBody("Malformed input request: " + what + ", please reformat your input and try again.");
    }

    static void only(JsonNode body, Set<String> fields) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw malformed("#: extraneous key [" + name + "] is not permitted");
            }
        }
    }

    static void requires(JsonNode body, String... fields) {
        for (String field : fields) {
            if (body.path(field).isMissingNode()) {
                throw malformed("#: required key [" + field + "] not found");
            }
        }
    }

    static String text(JsonNode body, String field) {
        requires(body, field);
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw wrongType("#/" + field, "String", value);
        }
        if (value.asText().isEmpty()) {
            throw malformed("#/" + field + ": expected minLength: 1, actual: 0");
        }
        return value.asText();
    }

    static long integer(JsonNode body, String field, long otherwise, long min, long max) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber()) {
            throw wrongType("#/" + field, "Integer", value);
        }
        range("#/" + field, value, (double) min, (double) max);
        return value.asLong();
    }

    static void number(JsonNode body, String field, double min, double max) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return;
        }
        if (!value.isNumber()) {
            throw wrongType("#/" + field, "Number", value);
        }
        range("#/" + field, value, min, max);
    }

    private static void range(String path, JsonNode value, double min, double max) {
        if (value.asDouble() < min) {
            throw malformed(path + ": " + value + " is not greater or equal to " + plain(min));
        }
        if (value.asDouble() > max) {
            throw malformed(path + ": " + value + " is not less or equal to " + plain(max));
        }
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    static String oneOf(JsonNode body, String field, String otherwise, List<String> allowed) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!allowed.contains(value.asText())) {
            throw malformed("#/" + field + ": " + value + " is not a valid enum value");
        }
        return value.asText();
    }

    static InvalidBody wrongType(String path, String expected, JsonNode found) {
        String type = found.getNodeType().name();
        return malformed(path + ": expected type: " + expected + ", found: " + type.charAt(0)
                + type.substring(1).toLowerCase(Locale.ROOT));
    }
}
