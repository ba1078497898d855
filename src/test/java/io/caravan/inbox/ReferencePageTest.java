package io.caravan.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference.md says what the code takes. {@code mvn test -Dtest=ReferencePageTest -Dreference=write} makes it anew. */
class ReferencePageTest {
    private static final Path PAGE = Path.of("docs/reference.md");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> VALUES = Map.of(
            "string", "\"x\"",
            "integer", "7",
            "number", "1.5",
            "boolean", "true",
            "array", "[[]]",
            "object", "{\"x\": {}}");

    @Test
    void the_page_is_what_the_schema_and_the_settings_say() throws IOException {
        String text = new ReferencePage(schema(), Files.readAllLines(Path.of("config/application.properties"))).text();
        if ("write".equals(System.getProperty("reference"))) {
            Files.writeString(PAGE, text);
        }
        assertThat(PAGE)
                .as("make it anew: mvn test -Dtest=ReferencePageTest -Dreference=write")
                .hasContent(text);
    }

    @Test
    void the_schema_has_the_fields_that_the_reader_takes() {
        assertThat(names()).containsExactlyInAnyOrderElementsOf(ManifestReader.FIELDS);
    }

    @Test
    void the_README_names_every_field() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("\n## The manifest"), readme.indexOf("\n### Prompts"));
        assertThat(ManifestReader.FIELDS).allSatisfy(field -> assertThat(table).contains("`" + field + "`"));
    }

    @Test
    void the_defaults_spelled_out_change_nothing() throws IOException {
        ObjectNode defaults = JSON.createObjectNode();
        schema().path("properties").properties().stream()
                .filter(field -> field.getValue().has("default"))
                .forEach(field -> defaults.set(field.getKey(), field.getValue().path("default")));

        assertThat(accepted(defaults.toString())).isPresent().isEqualTo(accepted("{}"));
        assertThat(defaults.size()).isGreaterThan(5);
    }

    /** A field, and a value of a type that the schema does not allow it. */
    record Misfit(String field, String value) {
        /** Of two fields that exclude each other, the other one goes. */
        String instead() {
            return switch (field) {
                case "dataset_id" -> "\"s3_uri\": null, ";
                case "prompt" -> "\"prompt_id\": null, ";
                default -> "";
            };
        }
    }

    static Stream<Misfit> misfits() {
        return schema().path("properties").properties().stream().flatMap(field -> {
            List<String> allowed = types(field.getValue());
            return VALUES.entrySet().stream()
                    .filter(value -> !allowed.contains(value.getKey()))
                    .filter(value ->
                            !(allowed.contains("number") && value.getKey().equals("integer")))
                    .map(value -> new Misfit(field.getKey(), value.getValue()));
        });
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void a_value_of_another_type_is_refused(Misfit misfit) throws IOException {
        var store = new MemoryStore();
        assertThat(taken(store, "{" + misfit.instead() + "\"" + misfit.field() + "\": " + misfit.value() + "}"))
                .isEmpty();
        JsonNode error =
                JSON.readTree(store.text("s3://caravan/rejected/run.error.json").orElseThrow());
        assertThat(error.path("problems").findValuesAsText("field"))
                .anyMatch(field -> field.equals(misfit.field()) || field.startsWith(misfit.field() + "."));
    }

    private static Optional<Manifest> accepted(String fields) throws IOException {
        return taken(new MemoryStore(), fields);
    }

    private static Optional<Manifest> taken(MemoryStore store, String fields) throws IOException {
        store.put("s3://caravan/data/topics.csv", "id,topic,lang\n1,robots,en\n");
        store.put("s3://caravan/inbox/run.json", RefusalsPageTest.manifest(fields));
        var inventory = new MemoryInventory();
        return RefusalsPageTest.inbox(store, inventory).take("inbox/run.json").stream()
                .findFirst()
                .flatMap(inventory::run)
                .map(run -> run.manifest());
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(type.asText());
    }

    private static List<String> names() {
        return schema().path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private static JsonNode schema() {
        try {
            return JSON.readTree(
                            Path.of("src/main/resources/openapi/openapi.json").toFile())
                    .at("/components/schemas/Manifest");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
