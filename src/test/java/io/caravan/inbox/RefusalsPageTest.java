package io.caravan.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.fakes.FakeHub;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/refusals.md shows is what a user reads. */
class RefusalsPageTest {
    private static final Path PAGE = Path.of("docs/refusals.md");
    private static final Pattern BLOCKS = Pattern.compile("```json\n(.*?)```\n+```\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CASES = 20;

    /** A manifest that differs in these fields from a good one, and what is said of it. */
    record Case(String fields, List<String> messages) {
        @Override
        public String toString() {
            return fields.strip().replaceAll("\\s+", " ");
        }
    }

    static Stream<Case> cases() {
        try {
            return BLOCKS
                    .matcher(Files.readString(PAGE))
                    .results()
                    .map(found ->
                            new Case(found.group(1), found.group(2).lines().toList()))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_wrong_manifest_is_refused_with_the_messages_of_the_page(Case wrong) throws IOException {
        var store = new MemoryStore();
        store.put("s3://caravan/data/topics.csv", "id,topic,lang\n1,robots,en\n");
        store.put("s3://caravan/inbox/run.json", manifest(wrong.fields()));

        assertThat(inbox(store).take("inbox/run.json")).isEmpty();

        JsonNode error =
                JSON.readTree(store.text("s3://caravan/rejected/run.error.json").orElseThrow());
        assertThat(StreamSupport.stream(error.path("problems").spliterator(), false)
                        .map(problem -> (problem.path("field").asText() + ": "
                                        + problem.path("message").asText())
                                .replaceFirst("^: ", "")))
                .containsExactlyElementsOf(wrong.messages());
    }

    @Test
    void the_page_has_its_cases_and_what_they_start_from_is_accepted() throws IOException {
        var store = new MemoryStore();
        store.put("s3://caravan/data/topics.csv", "id,topic,lang\n1,robots,en\n");
        store.put("s3://caravan/inbox/run.json", manifest("{}"));

        assertThat(inbox(store).take("inbox/run.json")).hasSize(1);
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(CASES);
    }

    private static Inbox inbox(MemoryStore store) {
        return inbox(store, new MemoryInventory());
    }

    static Inbox inbox(MemoryStore store, MemoryInventory inventory) {
        return new Inbox(
                inventory,
                store,
                new FakeHub(),
                Given.models(),
                new PromptLibrary(Path.of("config/prompts"), store, Given.BUCKET),
                new Inbox.Place(Given.BUCKET, "123456789012", "us-east-1"),
                uri -> uri.bucket().equals(Given.BUCKET),
                List.of(),
                model -> 7,
                InstantSource.fixed(Given.NOW));
    }

    /** The good manifest with some fields replaced; null takes one away. What is no object is a whole manifest. */
    static String manifest(String fields) throws IOException {
        ObjectNode good =
                (ObjectNode) JSON.readTree(Path.of("examples/jokes/run-s3.json").toFile());
        try {
            JsonNode changes = JSON.readTree(fields);
            if (!changes.isObject()) {
                return fields;
            }
            changes.properties().forEach(field -> {
                if (field.getValue().isNull()) {
                    good.remove(field.getKey());
                } else {
                    good.set(field.getKey(), field.getValue());
                }
            });
            return good.toString();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return fields;
        }
    }
}
