package io.caravan.family;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.caravan.model.Answer;
import io.caravan.model.Template;
import io.caravan.model.Tokens;
import io.caravan.schema.OutputSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A golden file under {@code src/test/resources/family/<family>/}: one request or answer, and its documentation. */
record Golden(String family, Path file, String text, JsonNode json) {
    private static final Path FOLDER = Path.of("src/test/resources/family");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Golden> files(String kind) {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith(kind))
                    .sorted()
                    .map(Golden::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> families() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Golden read(Path file) {
        try {
            String text = Files.readString(file);
            return new Golden(file.getParent().getFileName().toString(), file, text, JSON.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    @Override
    public String toString() {
        return family + "/" + file.getFileName();
    }

    Ask ask() {
        JsonNode ask = json.path("ask");
        return new Ask(
                Optional.ofNullable(ask.get("system")).map(system -> Template.parse(system.asText())),
                examples(ask),
                Template.parse(ask.path("prompt").asText()),
                json.has("image"),
                parameters(),
                schema());
    }

    /** The family of the model that is asked, or answers. */
    Family asked() {
        Family known = Families.BY_NAME.get(family);
        Family asked = json.path("structured_output").asBoolean() ? known.enforcing() : known;
        JsonNode schema = json.path("output_schema");
        return schema.isMissingNode() ? asked : new Judged(asked, OutputSchema.of(schema));
    }

    Optional<OutputSchema> schema() {
        return Optional.ofNullable(json.path("ask").get("output_schema")).map(OutputSchema::of);
    }

    private static List<Ask.Example> examples(JsonNode ask) {
        return ask.path("examples")
                .valueStream()
                .map(example -> new Ask.Example(
                        Template.parse(example.path("user").asText()),
                        Template.parse(example.path("assistant").asText())))
                .toList();
    }

    Map<String, Object> parameters() {
        JsonNode parameters = json.path("ask").path("parameters");
        return parameters.isMissingNode() ? Map.of() : JSON.convertValue(parameters, JSON.constructType(Map.class));
    }

    /** A body as it is sent: each template filled from the golden file's {@code row}. */
    JsonNode rendered(JsonNode node) {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof Template template) {
            return JsonNodeFactory.instance.textNode(template.parts().stream()
                    .map(part -> part instanceof Template.Column column
                            ? json.path("row").path(column.name()).asText()
                            : ((Template.Literal) part).text())
                    .collect(Collectors.joining()));
        }
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof ImageHole hole) {
            return json.path("image").path(hole.name().toLowerCase(java.util.Locale.ROOT));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), rendered(member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(rendered(element)));
            return copy;
        }
        return node;
    }

    /** The bytes of a member as they stand in the file: digits as the model wrote them. */
    byte[] raw(String member) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (name.equals(member)) {
                    int end = (int) parser.currentLocation().getByteOffset();
                    return java.util.Arrays.copyOfRange(bytes, start, end);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(this + " has no " + member);
    }

    /** An answer in the words of the golden files. */
    static ObjectNode words(Answer answer) {
        ObjectNode words = JSON.createObjectNode();
        switch (answer) {
            case Answer.Text text -> {
                words.put("text", text.text()).put("stop_reason", text.stopReason());
                tokens(words, text.tokens());
            }
            case Answer.Structured said -> {
                words.put("text", said.text());
                ArrayNode values = words.putArray("values");
                said.values().forEach(values::add);
                words.put("stop_reason", said.stopReason());
                tokens(words, said.tokens());
            }
            case Answer.Embedding embedding -> {
                words.put("embedding", embedding.vector());
                tokens(words, embedding.tokens());
            }
            case Answer.Failed failed -> {
                words.put("failed", failed.errorClass().word()).put("message", failed.message());
                words.put("stop_reason", failed.stopReason());
                tokens(words, failed.tokens());
                if (!failed.said().isEmpty()) {
                    words.put("said", failed.said());
                }
            }
            case Answer.Skipped skipped -> words.put("skipped", skipped.reason());
        }
        return words;
    }

    private static void tokens(ObjectNode words, Tokens tokens) {
        tokens.input().ifPresent(count -> words.put("input_tokens", count));
        tokens.output().ifPresent(count -> words.put("output_tokens", count));
    }
}
