package io.caravan.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryStore;
import io.caravan.family.Ask;
import io.caravan.format.Buffer;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.Lines;
import io.caravan.format.RecordIndex;
import io.caravan.format.RowCheck;
import io.caravan.format.Rows;
import io.caravan.format.StoredFile;
import io.caravan.model.S3Uri;
import io.caravan.model.Template;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineTemplateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_line_is_the_record_id_and_the_model_input() throws IOException {
        assertThat(lines(body("Hi {name}!"), "name\nAda\n")).containsExactly("""
                        {"recordId":"r0000000041","modelInput":{"anthropic_version":"bedrock-2023-05-31","max_tokens":1024,"messages":[{"role":"user","content":"Hi Ada!"}]}}""");
    }

    @Test
    void the_longest_line_that_is_sent_is_one_that_can_be_read_again() throws IOException {
        String longest = "\u0001".repeat(100_000); // of a prompt and of a system prompt
        var ask = new Ask(Optional.of(Template.parse(longest)), Template.parse("{value}" + longest), Map.of());
        ObjectNode body = Given.models().resolve(Given.HAIKU).family().body(ask);

        String line =
                lines(body, "value\n" + "x".repeat(RowCheck.MOST_BYTES) + "\n").getFirst();

        try (var read = new Lines(new ByteArrayInputStream(line.getBytes(UTF_8)))) {
            assertThat(read.next()).isTrue();
            assertThat(read.tooLong()).isFalse();
            assertThat(Envelope.row(read.bytes(), read.from(), read.length())).isEqualTo(41);
        }
    }

    @Test
    void rows_are_numbered_on() throws IOException {
        assertThat(lines(body("{name}"), "name\na\nb\n"))
                .extracting(line -> JSON.readTree(line).path("recordId").asText())
                .containsExactly("r0000000041", "r0000000042");
    }

    @Test
    void what_json_escapes_is_escaped_in_template_and_value() throws IOException {
        List<String> lines =
                lines(body("say \"{name}\"\n\t{{ \\ }}"), "name\n\"a \"\"quoted\"\" \\ back\nline\u0001 ü€𝄞\"\n");

        assertThat(JSON.readTree(lines.get(0))
                        .at("/modelInput/messages/0/content")
                        .asText())
                .isEqualTo("say \"a \"quoted\" \\ back\nline\u0001 ü€𝄞\"\n\t{ \\ }");
    }

    @Test
    void a_column_may_be_used_twice_and_in_the_system_prompt_and_one_may_not_be_used_at_all() throws IOException {
        var ask =
                new Ask(Optional.of(Template.parse("You are {who}")), Template.parse("{who}, {who}: {what}"), Map.of());

        List<String> lines =
                lines(Given.models().resolve(Given.HAIKU).family().body(ask), "what,unused,who\n007,x,Ada\n");

        assertThat(JSON.readTree(lines.get(0)).at("/modelInput/system").asText())
                .isEqualTo("You are Ada");
        assertThat(JSON.readTree(lines.get(0))
                        .at("/modelInput/messages/0/content")
                        .asText())
                .isEqualTo("Ada, Ada: 007");
    }

    @Test
    void an_embeddings_text_stands_beside_its_parameters() throws IOException {
        var ask = new Ask(Optional.empty(), Template.ofColumn("input_text"), Map.of("dimensions", 256));

        assertThat(lines(Given.models().resolve(Given.TITAN).family().body(ask), "input_text\nAda\n"))
                .containsExactly(
                        "{\"recordId\":\"r0000000041\",\"modelInput\":{\"inputText\":\"Ada\",\"dimensions\":256}}");
    }

    private static ObjectNode body(String prompt) {
        return Given.models()
                .resolve(Given.HAIKU)
                .family()
                .body(new Ask(Optional.empty(), Template.parse(prompt), Map.of()));
    }

    private static List<String> lines(ObjectNode body, String csv) throws IOException {
        var store = new MemoryStore();
        var uri = new S3Uri("caravan", "data.csv");
        store.put(uri, csv.getBytes(UTF_8), "text/csv");
        DataSet data =
                DataSets.open(List.of(new StoredFile(store, store.head(uri).orElseThrow())));
        RecordIndex index = data.index(read -> {});
        LineTemplate template = LineTemplate.compile(body, data.columns());
        var out = new Buffer(64);
        try (Rows rows = data.rows(index.slice(0, index.records()))) {
            for (long number = 41; rows.next(); number++) {
                template.append(rows.row(), number, out);
            }
        }
        return out.toString().lines().toList();
    }
}
