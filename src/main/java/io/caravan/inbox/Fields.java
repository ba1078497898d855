package io.caravan.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The fields of a manifest by type. What is wrong is noted, and the field then counts as absent. Null is absent. */
final class Fields {
    private final ObjectNode json;
    private final List<Problem> problems;

    Fields(ObjectNode json, List<Problem> problems) {
        this.json = json;
        this.problems = problems;
    }

    boolean has(String field) {
        return json.hasNonNull(field);
    }

    /** A text that is not blank. */
    Optional<String> text(String field) {
        JsonNode value = json.path(field);
        if (!has(field)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            return wrong(field, "must be a text in quotes, found " + shown(value));
        }
        return value.asText().isBlank() ? wrong(field, "is blank") : Optional.of(value.asText());
    }

    OptionalLong whole(String field, long least, long most) {
        JsonNode value = json.path(field);
        if (!has(field)) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            String range = most == Long.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
            wrong(field, "must be a whole number " + range + ", found " + shown(value));
            return OptionalLong.empty();
        }
        return OptionalLong.of(value.asLong());
    }

    double number(String field, double least, double most, double otherwise) {
        JsonNode value = json.path(field);
        if (!has(field)) {
            return otherwise;
        }
        if (!value.isNumber() || value.asDouble() < least || value.asDouble() > most) {
            wrong(
                    field,
                    String.format(
                            Locale.ROOT, "must be a number from %.0f to %.0f, found %s", least, most, shown(value)));
            return otherwise;
        }
        return value.asDouble();
    }

    Optional<ObjectNode> object(String field) {
        JsonNode value = json.path(field);
        if (!has(field)) {
            return Optional.empty();
        }
        return value instanceof ObjectNode object
                ? Optional.of(object)
                : wrong(field, "must be an object {…}, found " + shown(value));
    }

    private <T> Optional<T> wrong(String field, String message) {
        problems.add(new Problem(field, message));
        return Optional.empty();
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
