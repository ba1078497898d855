package io.caravan.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Routes are written for readers: an id, a description, and the canonical form, which later versions of Camel take too. */
final class Form implements Rule {
    private static final Set<String> LANGUAGES =
            Set.of("simple", "constant", "method", "jq", "groovy", "header", "variable", "tokenize", "jsonpath");
    /** Where a language stands directly in canonical form too: these take nothing but an expression. */
    private static final Set<String> EXPRESSIONS =
            Set.of("expression", "handled", "continued", "onWhen", "correlationExpression", "completionPredicate");

    private static final Pattern DATA_FORMAT = Pattern.compile("/(un)?marshal/");
    /** Steps that are written as an object, never as a mere text. */
    private static final Set<String> STEPS = Set.of("to", "from", "log", "bean", "setBody", "toD");

    @Override
    public List<Finding> findings(RouteFile file, Flow flow) {
        var findings = new ArrayList<Finding>();
        for (RouteFile.Place route : file.routes()) {
            nameless(file, route, findings);
        }
        for (RouteFile.Place place : file.places()) {
            if (DATA_FORMAT.matcher(place.pointer()).find()) {
                continue; // the options of a format may have a language's name: the header of a CSV
            }
            shorthand(file, place, findings);
        }
        return findings;
    }

    private static void nameless(RouteFile file, RouteFile.Place route, List<Finding> findings) {
        String id = route.node().path("id").asText();
        if (id.isEmpty() || route.node().path("description").asText().isEmpty()) {
            findings.add(Finding.advice(file, route.pointer(), "route '" + id + "' lacks an id or a description"));
        }
        for (RouteFile.Place step : RouteFile.below(route)) {
            if (step.key().equals("setBody")
                    && step.node().at("/expression/method").isObject()
                    && step.node().path("id").asText().isEmpty()) {
                String bean = step.node().at("/expression/method/ref").asText();
                findings.add(Finding.advice(
                        file, step.pointer(), "route '" + id + "' calls " + bean + " in a step without an id"));
            }
        }
    }

    private static void shorthand(RouteFile file, RouteFile.Place place, List<Finding> findings) {
        String key = place.key();
        JsonNode node = place.node();
        if (node.isTextual() && (STEPS.contains(key) || (LANGUAGES.contains(key) && !key.equals("method")))) {
            findings.add(Finding.advice(file, place.pointer(), key + ": " + node + " is shorthand"));
        }
        if (key.equals("uri") && node.asText().contains("?")) {
            findings.add(Finding.advice(
                    file, place.pointer(), "uri: " + node + " has options that belong under parameters"));
        }
        // A bean's 'method' is a text inside the language 'method'.
        if (node.isObject() && !EXPRESSIONS.contains(key) && !LANGUAGES.contains(key)) {
            node.fieldNames().forEachRemaining(field -> {
                if (LANGUAGES.contains(field)) {
                    findings.add(Finding.advice(
                            file, place.pointer(), key + " has '" + field + "' without 'expression' around it"));
                }
            });
        }
    }
}
