package io.caravan.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Problem;
import io.caravan.model.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The fields of a manifest by type, and all that was found wrong with them. A field that is wrong is noted and then counts
 * as absent; null is absent. Of one manifest, for one thread.
 */
final class Fields {
    private final ObjectNode json;
    private final List<Problem> problems = new ArrayList<>();

    Fields(ObjectNode json) {
        this.json = json;
    }

    /** The same fields, with nothing noted. */
    Fields fresh() {
        return new Fields(json);
    }

    Iterator<String> names() {
        return json.fieldNames();
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

    /** The value as it stands, of any type. */
    JsonNode value(String field) {
        return json.path(field);
    }

    Optional<String> required(String field) {
        return has(field) ? text(field) : wrong(field, "is required");
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

    int whole(String field, int least, int most, int otherwise) {
        return (int) whole(field, least, most).orElse(otherwise);
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

    /** A number above 0. */
    Optional<BigDecimal> positive(String field) {
        JsonNode value = json.path(field);
        if (!has(field)) {
            return Optional.empty();
        }
        return value.isNumber() && value.decimalValue().signum() > 0
                ? Optional.of(value.decimalValue())
                : wrong(field, "must be a number above 0, found " + shown(value));
    }

    /** False where it is not given. */
    boolean flag(String field) {
        JsonNode value = json.path(field);
        if (has(field) && !value.isBoolean()) {
            wrong(field, "must be true or false, found " + shown(value));
        }
        return value.asBoolean(false);
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

    /** Notes what is wrong with a field, which then counts as absent. */
    <T> Optional<T> wrong(String field, String message) {
        problems.add(new Problem(field, message));
        return Optional.empty();
    }

    void wrong(List<Problem> found) {
        problems.addAll(found);
    }

    /** What {@code read} makes; absent, with its problems noted, where it refuses. */
    <T> Optional<T> noting(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (Refused e) {
            wrong(e.problems());
            return Optional.empty();
        }
    }

    /** Whether nothing was noted. */
    boolean good() {
        return problems.isEmpty();
    }

    /**
     * Ends the reading.
     *
     * @throws Refused with all that was noted
     */
    void check() {
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
    }

    /** A value as it is found, shortened for a message. */
    static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
