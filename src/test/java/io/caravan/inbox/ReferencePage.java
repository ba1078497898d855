package io.caravan.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;

/** Makes docs/reference.md: the fields by the schema of a manifest, the settings by the file that has them. */
record ReferencePage(JsonNode manifest, List<String> settings) {
    private static final String HEAD = """
            # Reference: fields and settings

            Made from the code; `ReferencePageTest` says how to make it anew.

            ## Fields of a manifest

            From [openapi.json](../src/main/resources/openapi/openapi.json). [The README](../README.md#the-manifest) shows them at work.

            | field | type | default | what |
            |---|---|---|---|
            """;
    private static final String MIDDLE = """

            ## Settings

            From [application.properties](../config/application.properties): the setting, its default, and the environment variable that
            overrides it. In a default, `{{env:NAME:otherwise}}` is that variable of the environment, `{{sys:…}}` a system property, and
            `{{caravan.…}}` another setting.
            """;

    String text() {
        var text = new StringBuilder(HEAD);
        for (Map.Entry<String, JsonNode> field : manifest.path("properties").properties()) {
            JsonNode schema = field.getValue();
            text.append("| `%s` | %s | %s | %s |%n"
                    .formatted(
                            field.getKey(),
                            type(schema),
                            schema.has("default") ? "`" + schema.path("default").asText() + "`" : "",
                            plain(schema.path("description").asText()).replace("|", "\\|")));
        }
        text.append(MIDDLE);
        var comment = new ArrayList<String>();
        boolean named = false;
        for (String line : settings) {
            if (line.startsWith("# --- ")) {
                text.append("\n### ")
                        .append(line.replaceAll("^# --- | -+$", ""))
                        .append('\n');
            } else if (line.startsWith("#")) {
                if (named) {
                    said(text, comment);
                    named = false;
                }
                comment.add(line.substring(1).strip());
            } else if (line.isBlank()) {
                if (named) {
                    said(text, comment);
                    named = false;
                }
                comment.clear(); // the file's own, about none of the keys in particular
            } else {
                text.append(named ? "" : "\n").append(setting(line)).append('\n');
                named = true;
            }
        }
        said(text, comment);
        return text.toString();
    }

    /** What is said of the settings above it. */
    private static void said(StringBuilder text, List<String> comment) {
        if (!comment.isEmpty()) {
            text.append("\n  ").append(plain(String.join("\n  ", comment))).append('\n');
            comment.clear();
        }
    }

    private static String setting(String line) {
        int equals = line.indexOf('=');
        String key = line.substring(0, equals);
        String value = line.substring(equals + 1);
        String variable = key.startsWith("caravan.")
                ? ", `" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "`"
                : "";
        return "- `" + key + "`: " + (value.isEmpty() ? "empty" : "`" + value + "`") + variable;
    }

    private static String type(JsonNode schema) {
        var words = new StringJoiner(" or ");
        JsonNode type = schema.path("type");
        (type.isArray() ? StreamSupport.stream(type.spliterator(), false) : List.of(type).stream())
                .map(JsonNode::asText)
                .forEach(words::add);
        if (schema.has("enum")) {
            var values = new StringJoiner("`, `", ": `", "`");
            schema.path("enum").forEach(value -> values.add(value.asText()));
            return words + values.toString();
        }
        String least = schema.path("minimum").asText();
        if (schema.has("maximum")) {
            return words + ", " + least + " to " + schema.path("maximum").asText();
        }
        return words + (schema.has("minimum") ? ", at least " + least : "");
    }

    private static String plain(String text) {
        return text.replace("<", "&lt;");
    }
}
