package io.caravan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of routes as a tree, and what is wrong with it that Camel takes in silence. */
record RouteFile(String name, JsonNode tree) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern SIMPLE = Pattern.compile("\\$\\{(variable|header)\\.([A-Za-z0-9_-]+)");
    private static final Set<String> LANGUAGES =
            Set.of("simple", "constant", "method", "jq", "groovy", "header", "variable", "tokenize", "jsonpath");
    /** Where a language stands directly in canonical form too: these take nothing but an expression. */
    private static final Set<String> EXPRESSIONS = Set.of("expression", "handled", "continued", "onWhen");
    /** Steps that are written as an object, never as a mere text. */
    private static final Set<String> STEPS = Set.of("to", "from", "log", "bean", "setBody", "toD");

    /** Headers that a component puts there: the silence of all others is a slip. */
    private static final Set<String> FROM_COMPONENTS =
            Set.of("CamelAwsDdbTableStatus", "CamelHttpMethod", "CamelHttpUri", "If-None-Match");
    /** What a request may ask for; null where it does not. */
    private static final Set<String> OF_REQUESTS = Set.of("limit", "cursor", "state", "class");

    static List<RouteFile> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .map(file -> of(String.valueOf(file.getFileName()), text(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RouteFile of(String name, String yaml) {
        try {
            return new RouteFile(name, YAML.readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    List<JsonNode> routes() {
        return tree.findValues("route");
    }

    List<String> routeIds() {
        return routes().stream().map(route -> route.path("id").asText()).toList();
    }

    /** Each bean call as {@code bean.method(arguments)}. */
    List<BeanCall> beanCalls() {
        var calls = new ArrayList<BeanCall>();
        walk(tree, (key, node) -> {
            if (key.equals("method") && node.isObject()) {
                calls.add(BeanCall.of(
                        node.path("ref").asText(), node.path("method").asText()));
            }
        });
        return calls;
    }

    /** A bean, one of its methods and how many arguments it is given. */
    record BeanCall(String bean, String method, int arguments) {
        static BeanCall of(String bean, String method) {
            int open = method.indexOf('(');
            if (open < 0) {
                return new BeanCall(bean, method, 0);
            }
            return new BeanCall(bean, method.substring(0, open), method.split(",", -1).length);
        }
    }

    /** Routes without an id or a description, and steps that do a stage's work without an id. */
    List<String> nameless() {
        var complaints = new ArrayList<String>();
        for (JsonNode route : routes()) {
            String id = route.path("id").asText();
            if (id.isEmpty() || route.path("description").asText().isEmpty()) {
                complaints.add("route '" + id + "' lacks an id or a description");
            }
            walk(route, (key, step) -> {
                if (key.equals("setBody")
                        && step.at("/expression/method").isObject()
                        && step.path("id").asText().isEmpty()) {
                    complaints.add("route '" + id + "' calls "
                            + step.at("/expression/method/ref").asText() + " in a step without an id");
                }
            });
        }
        return complaints;
    }

    /** Shorthand: a step or language as a text, a language beside its step's options, options in the URI. */
    List<String> shorthand() {
        var complaints = new ArrayList<String>();
        walk(tree, (key, node) -> {
            if (STEPS.contains(key) && node.isTextual()) {
                complaints.add(key + ": " + node + " is shorthand");
            }
            if (key.equals("uri") && node.asText().contains("?")) {
                complaints.add("uri: " + node + " has options that belong under parameters");
            }
            if (node.isObject() && !EXPRESSIONS.contains(key)) {
                node.fieldNames().forEachRemaining(field -> {
                    // A bean's 'method' is a text inside the language 'method'.
                    if (LANGUAGES.contains(field) && !LANGUAGES.contains(key)) {
                        complaints.add(key + " has '" + field + "' without 'expression' around it");
                    }
                });
            }
            if (LANGUAGES.contains(key) && !key.equals("method") && node.isTextual()) {
                complaints.add(key + ": " + node + " is shorthand");
            }
        });
        return complaints;
    }

    /** Variables and headers that are read but set nowhere in this file: they would be null, in silence. */
    List<String> neverSet() {
        var set = new LinkedHashSet<String>();
        var read = new LinkedHashSet<String>();
        FROM_COMPONENTS.forEach(header -> set.add("header." + header));
        OF_REQUESTS.forEach(header -> set.add("header." + header));
        walk(tree, (key, node) -> {
            if (key.equals("setVariable")) {
                set.add("variable." + node.path("name").asText());
            } else if (key.equals("setHeader")) {
                set.add("header." + node.path("name").asText());
            } else if (key.equals("uri")) {
                Matcher path = Pattern.compile("(?<!\\{)\\{(\\w+)}(?!})").matcher(node.asText());
                while (path.find()) {
                    set.add("header." + path.group(1));
                }
            }
            if (node.isTextual()) {
                Matcher matcher = SIMPLE.matcher(node.asText());
                while (matcher.find()) {
                    read.add(matcher.group(1) + "." + matcher.group(2));
                }
            }
        });
        read.removeAll(set);
        return List.copyOf(read);
    }

    /** {@code direct:} endpoints of this file that are called but not consumed, or consumed but not called. */
    List<String> unpaired() {
        var consumed = new LinkedHashSet<String>();
        var called = new LinkedHashSet<String>();
        walk(tree, (key, node) -> {
            String uri = node.path("uri").asText();
            if (uri.startsWith("direct:")) {
                (key.equals("from") ? consumed : called).add(uri);
            }
        });
        var complaints = new ArrayList<String>();
        called.stream().filter(uri -> !consumed.contains(uri)).forEach(uri -> complaints.add(uri + " has no consumer"));
        consumed.stream().filter(uri -> !called.contains(uri)).forEach(uri -> complaints.add(uri + " is never called"));
        return complaints;
    }

    /** Each endpoint as a URI with its parameters. */
    List<String> endpoints() {
        var uris = new ArrayList<String>();
        walk(tree, (key, node) -> {
            if (node.isObject() && node.has("uri")) {
                var options = new ArrayList<String>();
                for (Map.Entry<String, JsonNode> option :
                        node.path("parameters").properties()) {
                    options.add(option.getKey() + "=" + option.getValue().asText());
                }
                uris.add(node.path("uri").asText() + (options.isEmpty() ? "" : "?" + String.join("&", options)));
            }
        });
        return uris;
    }

    List<String> stepIds() {
        var ids = new ArrayList<String>();
        walk(tree, (key, node) -> {
            if (key.equals("id")) {
                ids.add(node.asText());
            }
        });
        return ids;
    }

    private static void walk(JsonNode node, BiConsumer<String, JsonNode> visit) {
        for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            walk(element, visit);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            visit.accept(field.getKey(), field.getValue());
            walk(field.getValue(), visit);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
