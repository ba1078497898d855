package io.caravan.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Nearest;
import io.caravan.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The model parameters of a family: what each accepts, in words and as a check, and where it goes in the body. A
 * parameter has one name in all families, so that a run changes its model without rewriting them. Immutable.
 *
 * @param family the family's name for messages
 * @param known the parameters that a manifest may give
 * @param elsewhere members of the body that are not parameters, and where they come from
 */
record Parameters(String family, List<Parameter> known, Map<String, String> elsewhere) {
    /** What models call it, and what it is called in a manifest. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("maxTokens", "max_tokens"),
            Map.entry("maxTokenCount", "max_tokens"),
            Map.entry("max_completion_tokens", "max_tokens"),
            Map.entry("max_gen_len", "max_tokens"),
            Map.entry("max_new_tokens", "max_tokens"),
            Map.entry("topP", "top_p"),
            Map.entry("topK", "top_k"),
            Map.entry("stop", "stop_sequences"),
            Map.entry("stopSequences", "stop_sequences"),
            Map.entry("reasoningConfig", "reasoning_config"),
            Map.entry("toolConfig", "tool_config"),
            Map.entry("outputConfig", "output_config"),
            Map.entry("additionalModelRequestFields", "additional_model_request_fields"),
            Map.entry("embeddingDimension", "dimensions"),
            Map.entry("outputEmbeddingLength", "dimensions"),
            Map.entry("embeddingTypes", "embedding_types"),
            Map.entry("embeddingPurpose", "embedding_purpose"),
            Map.entry("truncationMode", "truncation_mode"));

    /** A value that each row gives by itself: it fits anywhere. */
    static final Object OF_THE_ROW = new Object();

    private static final Map<String, String> OF_TEXT = Map.of(
            "messages", "they are made from the manifest's 'prompt' or 'prompt_id'",
            "model", "it is the manifest's field 'model_id'",
            "prompt", "it is the manifest's field 'prompt' or 'prompt_id'",
            "stream", "batch inference does not stream",
            "system", "it is the manifest's field 'system'");

    /**
     * One parameter.
     *
     * @param member where it goes in the body; dots lead into objects, which are made as needed
     * @param expected completes "expected …"
     */
    record Parameter(String name, String member, String expected, Predicate<Object> fits) {
        Parameter(String name, String expected, Predicate<Object> fits) {
            this(name, name, expected, fits);
        }

        /** The same parameter, called otherwise by the family. */
        Parameter as(String path) {
            return new Parameter(name, path, expected, fits);
        }
    }

    Parameters {
        known = List.copyOf(known);
        elsewhere = Map.copyOf(elsewhere);
    }

    /** Those of a text model, whose prompt and system prompt are fields of the manifest. */
    static Parameters ofText(String family, List<Parameter> known, Map<String, String> elsewhere) {
        var all = new TreeMap<>(OF_TEXT);
        all.putAll(elsewhere);
        return new Parameters(family, known, all);
    }

    /** All that is wrong with what a manifest gives, by parameter name. */
    List<Problem> check(Map<String, Object> given) {
        var problems = new ArrayList<Problem>();
        new TreeMap<>(given).forEach((name, value) -> {
            Optional<Parameter> parameter = find(name);
            if (parameter.isEmpty()) {
                problems.add(problem(name, unknown(name)));
            } else if (!value.equals(OF_THE_ROW) && !parameter.get().fits().test(value)) {
                problems.add(problem(name, "expected " + parameter.get().expected() + ", found " + Found.of(value)));
            }
        });
        return problems;
    }

    /** Sets parameters in a body, in the order of their names: the same run makes the same bytes. */
    void set(ObjectNode body, Map<String, Object> given) {
        new TreeMap<>(given)
                .forEach((name, value) -> find(name).ifPresent(known -> set(body, known.member(), Bodies.json(value))));
    }

    private static void set(ObjectNode object, String member, JsonNode value) {
        int dot = member.indexOf('.');
        if (dot < 0) {
            object.set(member, value);
        } else {
            set(object.withObjectProperty(member.substring(0, dot)), member.substring(dot + 1), value);
        }
    }

    private Optional<Parameter> find(String name) {
        return known.stream().filter(parameter -> parameter.name().equals(name)).findFirst();
    }

    /** A problem with the manifest's {@code parameters}. */
    static Problem problem(String name, String message) {
        return new Problem("parameters." + name, message);
    }

    private String unknown(String name) {
        if (elsewhere.containsKey(name)) {
            return "is not given here: " + elsewhere.get(name);
        }
        Optional<Parameter> same = Optional.ofNullable(SYNONYMS.get(name)).flatMap(this::find);
        if (same.isPresent()) {
            return "is written '" + same.get().name() + "' in a manifest, for every model";
        }
        List<String> names = known.stream().map(Parameter::name).sorted().toList();
        String near = Nearest.didYouMean(name, names);
        return "is not a parameter of " + family + (near.isEmpty() ? "; it takes " : near + " It takes ")
                + String.join(", ", names);
    }

    static Parameter whole(String name, long from, long to) {
        return new Parameter(
                name,
                to == Long.MAX_VALUE ? "a whole number from " + from : "a whole number from " + from + " to " + to,
                value -> isWhole(value, from, to));
    }

    static boolean isWhole(@Nullable Object value, long from, long to) {
        return (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= from
                && ((Number) value).longValue() <= to;
    }

    static Parameter number(String name, double from, double to) {
        return new Parameter(
                name,
                "a number from " + Found.number(from) + " to " + Found.number(to),
                value -> value instanceof Number number && number.doubleValue() >= from && number.doubleValue() <= to);
    }

    static Parameter choice(String name, Object... choices) {
        List<Object> valid = List.of(choices);
        return new Parameter(name, "one of " + Found.list(valid), valid::contains);
    }

    static Parameter flag(String name) {
        return new Parameter(name, "true or false", Boolean.class::isInstance);
    }

    /** A list of non-empty texts. */
    static Parameter texts(String name, int most) {
        return new Parameter(
                name,
                "a list of at most " + most + " texts, none empty",
                value -> value instanceof Collection<?> list
                        && list.size() <= most
                        && list.stream().allMatch(item -> item instanceof String text && !text.isEmpty()));
    }

    /** A list of some of these choices, at least one. */
    static Parameter choices(String name, Object... choices) {
        List<Object> valid = List.of(choices);
        return new Parameter(
                name,
                "a list of one or more of " + Found.list(valid),
                value -> value instanceof Collection<?> list && !list.isEmpty() && valid.containsAll(list));
    }

    /** An object whose inside is Bedrock's to judge. */
    static Parameter object(String name) {
        return new Parameter(name, "an object", Map.class::isInstance);
    }

    /** Whether and which tool is called: a word, or an object that names it. */
    static Parameter toolChoice(String... words) {
        List<String> valid = List.of(words);
        return new Parameter(
                "tool_choice",
                "one of " + Found.list(valid) + ", or an object that names a tool",
                value -> value instanceof Map || valid.stream().anyMatch(value::equals));
    }

    /** A list of objects whose inside is Bedrock's to judge. */
    static Parameter objects(String name) {
        return new Parameter(
                name,
                "a list of objects",
                value -> value instanceof Collection<?> list && list.stream().allMatch(Map.class::isInstance));
    }
}
