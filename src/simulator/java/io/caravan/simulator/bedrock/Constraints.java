package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The constraints of one request, checked together: the answer names every violation in one message, as AWS does. */
final class Constraints {

    private final List<String> violations = new ArrayList<>();

    /** A required member; an empty text stands for one that is missing. */
    String required(JsonNode parent, String name, String path, TextRule rule) {
        if (isAbsent(parent.path(name))) {
            missing(path);
            return "";
        }
        return text(parent.path(name), path, rule);
    }

    /** An optional member; an empty text when it is missing. */
    String optional(JsonNode parent, String name, String path, TextRule rule) {
        return isAbsent(parent.path(name)) ? "" : text(parent.path(name), path, rule);
    }

    static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    String text(JsonNode value, String path, TextRule rule) {
        if (!value.isTextual()) {
            throw ApiError.validation("The member '" + path + "' must be a string, found " + value);
        }
        return text(value.asText(), path, rule);
    }

    String text(String value, String path, TextRule rule) {
        if (value.length() < rule.min()) {
            violate(value, path, "Member must have length greater than or equal to " + rule.min());
        }
        if (value.length() > rule.max()) {
            violate(value, path, "Member must have length less than or equal to " + rule.max());
        } else if (!rule.matcher().matcher(value).matches()) {
            violate(value, path, "Member must satisfy regular expression pattern: " + rule.pattern());
        }
        return value;
    }

    void oneOf(String value, String path, List<String> allowed) {
        if (!allowed.contains(value)) {
            violate(value, path, "Member must satisfy enum value set: [" + String.join(", ", allowed) + "]");
        }
    }

    void between(long value, String path, long min, long max) {
        if (value < min) {
            violate(String.valueOf(value), path, "Member must have value greater than or equal to " + min);
        }
        if (value > max) {
            violate(String.valueOf(value), path, "Member must have value less than or equal to " + max);
        }
    }

    void size(JsonNode list, String path, int min, int max) {
        if (list.size() < min) {
            violate(list.toString(), path, "Member must have length greater than or equal to " + min);
        }
        if (list.size() > max) {
            violate(list.toString(), path, "Member must have length less than or equal to " + max);
        }
    }

    void missing(String path) {
        violations.add("Value null at '" + path + "' failed to satisfy constraint: Member must not be null");
    }

    private void violate(String value, String path, String constraint) {
        violations.add("Value '" + value + "' at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    /** Throws the ValidationException that names every violation, when there is one. */
    void check() {
        if (!violations.isEmpty()) {
            throw ApiError.validation(violations.size()
                    + (violations.size() == 1 ? " validation error detected: " : " validation errors detected: ")
                    + String.join("; ", violations));
        }
    }
}
