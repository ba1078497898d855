package io.caravan.family;

import io.caravan.model.Nearest;
import io.caravan.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The model parameters of a family: what each accepts, in words and as a check. Immutable.
 *
 * @param family the family's name for messages
 * @param known the parameters that a manifest may give
 * @param elsewhere members of the body that are not parameters, and where they come from
 */
record Parameters(String family, List<Parameter> known, Map<String, String> elsewhere) {

    /** One parameter. {@code expected} completes "expected …". */
    record Parameter(String name, String expected, Predicate<Object> fits) {}

    Parameters {
        known = List.copyOf(known);
        elsewhere = Map.copyOf(elsewhere);
    }

    /** All that is wrong with what a manifest gives, by parameter name. */
    List<Problem> check(Map<String, Object> given) {
        var problems = new ArrayList<Problem>();
        new TreeMap<>(given).forEach((name, value) -> {
            var parameter = known.stream().filter(p -> p.name().equals(name)).findFirst();
            if (parameter.isEmpty()) {
                problems.add(problem(name, unknown(name)));
            } else if (!parameter.get().fits().test(value)) {
                problems.add(problem(name, "expected " + parameter.get().expected() + ", found " + Found.of(value)));
            }
        });
        return problems;
    }

    /** A problem with the manifest's {@code parameters}. */
    static Problem problem(String name, String message) {
        return new Problem("parameters." + name, message);
    }

    private String unknown(String name) {
        if (elsewhere.containsKey(name)) {
            return "is not given here: " + elsewhere.get(name);
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

    /** A list of objects whose inside is Bedrock's to judge. */
    static Parameter objects(String name) {
        return new Parameter(
                name,
                "a list of objects",
                value -> value instanceof Collection<?> list && list.stream().allMatch(Map.class::isInstance));
    }
}
