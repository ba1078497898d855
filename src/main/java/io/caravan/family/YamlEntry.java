package io.caravan.family;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.caravan.model.Nearest;
import io.caravan.model.Problem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One mapping of models.yaml: hands out its values and notes what is wrong with them, by line. A value that is missing
 * or wrong comes out empty, so that reading goes on and finds the rest. Not thread-safe.
 *
 * @param at where it stands in the file
 * @param problems where problems of the whole file are collected
 */
record YamlEntry(JsonNode node, JsonPointer at, Map<JsonPointer, Integer> lines, List<Problem> problems) {

    /** Notes keys other than these. */
    void only(String... keys) {
        List<String> valid = List.of(keys);
        if (!node.isObject()) {
            problem("expected a mapping with " + Found.list(valid) + ", found " + found(node));
            return;
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!valid.contains(key)) {
                String near = Nearest.didYouMean(key, valid);
                problem(
                        key,
                        "is not a key here" + (near.isEmpty() ? "; valid are " : near + " Valid are ")
                                + Found.list(valid));
            }
        });
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** A mapping inside this one; an empty one where it is missing. */
    YamlEntry child(String key) {
        JsonNode inside = has(key) ? node.get(key) : JsonNodeFactory.instance.objectNode();
        return new YamlEntry(inside, at.appendProperty(key), lines, problems);
    }

    /** The mappings of a list inside this one. */
    List<YamlEntry> children(String key) {
        var children = new ArrayList<YamlEntry>();
        JsonPointer list = at.appendProperty(key);
        if (has(key) && !node.get(key).isArray()) {
            problem(key, "expected a list, found " + found(node.get(key)));
        }
        for (JsonNode item : node.path(key)) {
            children.add(new YamlEntry(item, list.appendIndex(children.size()), lines, problems));
        }
        return children;
    }

    /** Its keys and their texts. */
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        node.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }

    /** Its keys and their whole numbers. */
    Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        node.fieldNames().forEachRemaining(key -> count(key).ifPresent(count -> counts.put(key, count)));
        return counts;
    }

    Optional<String> text(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (node.get(key).isTextual() && !node.get(key).textValue().isBlank()) {
            return Optional.of(node.get(key).textValue());
        }
        problem(key, "expected a text, found " + found(node.get(key)));
        return Optional.empty();
    }

    List<String> list(String key) {
        var list = new ArrayList<String>();
        JsonNode value = node.path(key);
        for (JsonNode item : value) {
            list.add(item.asText());
        }
        if (has(key) && (!value.isArray() || list.contains(""))) {
            problem(key, "expected a list of texts, found " + found(value));
        }
        return list;
    }

    boolean flag(String key, boolean otherwise) {
        if (has(key) && !node.get(key).isBoolean()) {
            problem(key, "expected true or false, found " + found(node.get(key)));
        }
        return node.path(key).asBoolean(otherwise);
    }

    OptionalLong count(String key) {
        if (!has(key)) {
            return OptionalLong.empty();
        }
        JsonNode value = node.get(key);
        if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0) {
            return OptionalLong.of(value.longValue());
        }
        problem(key, "expected a whole number above 0, found " + found(value));
        return OptionalLong.empty();
    }

    Optional<BigDecimal> amount(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode value = node.get(key);
        if (value.isNumber() && value.decimalValue().signum() >= 0) {
            return Optional.of(value.decimalValue());
        }
        problem(key, "expected a number from 0, found " + found(value));
        return Optional.empty();
    }

    Optional<LocalDate> day(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(node.get(key).asText()));
        } catch (DateTimeException e) {
            problem(key, "expected a day such as 2026-09-29, found " + found(node.get(key)));
            return Optional.empty();
        }
    }

    /** Notes that a key is missing. */
    void required(String key, String expected) {
        if (node.isObject() && !has(key)) {
            problem("'" + key + "' is missing; expected " + expected);
        }
    }

    void problem(String key, String message) {
        problems.add(new Problem(where(at.appendProperty(key)), "'" + key + "' " + message));
    }

    void problem(String message) {
        problems.add(new Problem(where(at), message));
    }

    /** By the line of the value, or of what it is missing in. */
    private String where(JsonPointer pointer) {
        JsonPointer place = pointer;
        while (!lines.containsKey(place) && !place.matches()) {
            place = place.head();
        }
        Integer line = lines.get(place);
        return line == null ? CatalogReader.FILE : CatalogReader.FILE + " line " + line;
    }

    private static String found(JsonNode value) {
        boolean none = value.isMissingNode() || value.isNull();
        return none ? "nothing" : Found.of(value.isTextual() ? value.textValue() : value);
    }
}
