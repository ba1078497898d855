package io.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds what a schema must not hold, and how large it is with its references written out: a check of an answer costs so
 * much at most for each value in it. Used once, by one thread.
 */
final class Survey {
    private static final int DEEPEST = 64;
    private static final int MOST = 1000;
    /** What makes references lead elsewhere than they say. */
    private static final Set<String> RENAMING = Set.of(
            "$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary");

    private static final Extent UNKNOWN = new Extent(0, 0);

    private final References references;
    private final List<String> problems = new ArrayList<>();
    /** Of each schema inside, once it is known; {@link #UNKNOWN} while it is being looked at. */
    private final IdentityHashMap<JsonNode, Extent> known = new IdentityHashMap<>();

    /** Schemas inside, each as often as it is used, and how deep they stand in each other. */
    private record Extent(long schemas, int depth) {}

    /** A sum of extents. */
    private static final class Total {
        private long schemas = 1;
        private int depth;

        void add(Extent inside) {
            schemas = Math.min(MOST + 1, schemas + inside.schemas());
            depth = Math.max(depth, inside.depth());
        }

        Extent extent() {
            return new Extent(schemas, depth + 1);
        }
    }

    private Survey(References references) {
        this.references = references;
    }

    /** All that is wrong with a schema beyond its dialect's own rules; empty when it can be used. */
    static List<String> problems(ObjectNode root) {
        var survey = new Survey(new References(root));
        Extent extent = survey.extent(root, "", 1);
        if (extent.depth() > DEEPEST) {
            survey.problems.add("is nested " + extent.depth() + " deep; at most " + DEEPEST + " are possible");
        }
        if (extent.schemas() > MOST) {
            survey.problems.add("has more than " + MOST
                    + " schemas in it, each counted as often as a $ref uses it; make it smaller");
        }
        return survey.problems;
    }

    private Extent extent(JsonNode node, String at, int depth) {
        Extent before = known.get(node);
        if (before != null) {
            if (before.equals(UNKNOWN)) {
                problems.add("refers to itself at " + place(at) + "; write out as many levels as are needed");
            }
            return before;
        }
        if (!(node instanceof ObjectNode schema)) {
            return new Extent(1, 1); // true, false, or nothing that its dialect allows
        }
        if (depth > DEEPEST) {
            return new Extent(1, DEEPEST + 1); // said once, of the whole
        }
        known.put(node, UNKNOWN);
        words(schema, at);
        var total = new Total();
        Keywords.inside(schema, at, (inside, path) -> total.add(extent(inside, path, depth + 1)));
        for (String definitions : Keywords.DEFINING) { // what nothing refers to has to be in order too
            schema.path(definitions)
                    .properties()
                    .forEach(named ->
                            extent(named.getValue(), at + "/" + definitions + "/" + named.getKey(), depth + 1));
        }
        if (schema.path(References.REF).isTextual()) {
            total.add(referred(schema.path(References.REF), at, depth));
        }
        Extent extent = total.extent();
        known.put(node, extent);
        return extent;
    }

    private Extent referred(JsonNode reference, String at, int depth) {
        return references
                .target(reference.asText())
                .map(target -> extent(target, at + "/" + References.REF, depth + 1))
                .orElseGet(() -> {
                    problems.add("refers to '" + reference.asText() + "' at " + place(at)
                            + ", which is not in it; a $ref leads inside the schema, as #/$defs/name, and nothing is"
                            + " fetched from elsewhere");
                    return new Extent(1, 1);
                });
    }

    private void words(ObjectNode schema, String at) {
        schema.fieldNames().forEachRemaining(name -> {
            if (RENAMING.contains(name)) {
                problems.add("has '" + name + "' at " + place(at) + ", which is not supported; leave it out");
            }
        });
        pattern(schema.path("pattern").asText(), at + "/pattern");
        schema.path("patternProperties")
                .fieldNames()
                .forEachRemaining(regex -> pattern(regex, at + "/patternProperties"));
    }

    private void pattern(String regex, String at) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            problems.add("has a regular expression at " + place(at) + " that cannot be read: " + e.getDescription());
        }
    }

    private static String place(String at) {
        return at.isEmpty() ? "its top" : at;
    }
}
