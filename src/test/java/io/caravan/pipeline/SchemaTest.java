package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.Memory;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structured output in each of the ways in which models can be made to give it, through a real service. */
class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 110;
    private static final String SCHEMA = """
            {"type":"object","required":["label","score"],"properties":{
             "label":{"type":"string"},"score":{"type":"integer","minimum":0},"word":{"enum":["good","bad"]},
             "parts":{"type":"array","items":{"type":"boolean"}}}}""";

    @TempDir
    static Path data;

    private static LocalCaravan caravan;

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, 3);
        caravan.put(
                "data/words.csv",
                IntStream.rangeClosed(0, ROWS)
                        .mapToObj(row -> row == 0 ? "id,word" : row + ",word " + row + "!")
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @BeforeEach
    void nothing_goes_wrong() {
        caravan.cloud().simulator().faults(Faults.NONE);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void bedrock_holds_a_model_to_the_schema_and_what_does_not_fit_is_sent_again() throws IOException {
        caravan.cloud()
                .simulator()
                .faults(Faults.NONE.withRecords(
                        RecordFault.misfit("word 7!", "missing", 0),
                        RecordFault.misfit("word 8!", "prose", 0),
                        RecordFault.misfit("word 9!", "type", 1)));

        JsonNode run = run("enforced", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "csv");

        List<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(caravan.object(run, "result")).stream()
                .toList();
        assertThat(rows.get(0).getHeader())
                .containsExactly(
                        "id",
                        "word",
                        "record_id",
                        "response",
                        "label",
                        "score",
                        "word_bedrock",
                        "parts",
                        "status",
                        "error",
                        "stop_reason",
                        "input_tokens",
                        "output_tokens",
                        "cost_usd");
        assertThat(rows).hasSize(ROWS);
        NamedCsvRecord good = rows.get(8);
        assertThat(good.getField("status")).isEqualTo("ok");
        assertThat(good.getField("label")).startsWith("Simulated answer").contains("word 9!");
        assertThat(good.getField("word_bedrock")).isIn("good", "bad");
        assertThat(good.getField("parts")).isIn("[true]", "[false]");
        JsonNode said = JSON.readTree(good.getField("response"));
        assertThat(said.path("score").asText()).isEqualTo(good.getField("score"));
        assertThat(rows.get(6).getField("error"))
                .isEqualTo("schema: the answer does not fit the output schema: required property 'label' not found");
        assertThat(JSON.readTree(rows.get(6).getField("response")).has("score")).isTrue();
        assertThat(rows.get(7).getField("response")).isEqualTo("I would rather say it in words.");
        assertThat(rows.get(7).getField("error")).startsWith("schema: the answer is not JSON: ");
        assertThat(run.at("/errors/schema").asInt()).isEqualTo(2);
        assertThat(run.path("ok").asInt()).isEqualTo(ROWS - 2);
        List<String> errors = caravan.object(run, "errors_file").lines().toList();
        assertThat(errors).hasSize(2).allMatch(line -> line.contains("\"error_class\":\"schema\""));
        assertThat(errors.get(1)).endsWith("\"error_answer\":\"I would rather say it in words.\"}");
        costs(run, rows);
        JsonNode costs = JSON.readTree(caravan.page("/api/costs"));
        assertThat(costs.at("/total/cost_usd").decimalValue()).isPositive();
    }

    /** What rows cost, and what they cost before they were sent again, is what the run did. */
    private static void costs(JsonNode run, List<NamedCsvRecord> rows) throws IOException {
        JsonNode summary = JSON.readTree(caravan.object(run, "summary"));
        BigDecimal sum = rows.stream()
                .map(row -> new BigDecimal(row.getField("cost_usd")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(summary.at("/replaced/records").asLong()).isEqualTo(3 + 2);
        assertThat(sum.add(new BigDecimal(summary.at("/replaced/cost_usd").asText())))
                .isEqualByComparingTo(new BigDecimal(summary.path("cost_usd").asText()));
        long billed = caravan.ledger(run).stream()
                .filter(line -> line.path("what").asText().equals("billed"))
                .mapToLong(line -> line.path("inputTokens").asLong())
                .sum();
        assertThat(summary.at("/tokens/input").asLong()
                        + summary.at("/replaced/input_tokens").asLong())
                .isGreaterThanOrEqualTo(billed);
    }

    @Test
    void a_model_is_forced_to_use_a_tool_and_its_input_has_columns_of_its_types() throws IOException {
        JsonNode run = run("forced", "us.amazon.nova-lite-v1:0", "parquet");

        DataSet result = DataSets.open(List.of(new Memory(
                "result.parquet",
                caravan.bytes(run.path("result").asText().replace("s3://caravan/", "")),
                Integer.MAX_VALUE)));
        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(result.types().subList(4, 8).stream().map(Object::toString))
                .containsExactly(
                        "optional binary label (STRING)",
                        "optional int64 score",
                        "optional binary word_bedrock (STRING)",
                        "optional binary parts (STRING)");
    }

    @Test
    void a_model_that_can_only_be_asked_puts_it_into_a_code_block() throws IOException {
        JsonNode run = run("told", "us.meta.llama3-1-8b-instruct-v1:0", "jsonl");

        List<String> lines = caravan.object(run, "result").lines().toList();
        assertThat(lines).hasSize(ROWS).allSatisfy(line -> {
            JsonNode row = JSON.readTree(line);
            assertThat(row.path("response").asText()).startsWith("```json");
            assertThat(row.path("label").asText()).contains(row.path("word").asText());
            assertThat(row.path("score").isIntegralNumber()).isTrue();
            assertThat(row.path("parts").get(0).isBoolean()).isTrue();
            assertThat(row.path("status").asText()).isEqualTo("ok");
        });
    }

    private static JsonNode run(String name, String model, String format) throws IOException {
        ObjectNode manifest = JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/words.csv")
                .put("job_name_prefix", name)
                .put("model_id", model)
                .put("prompt", "About {word}")
                .put("remainder", "on_demand")
                .put("output_format", format);
        manifest.set("output_schema", JSON.readTree(SCHEMA));
        return caravan.run(manifest.toString());
    }
}
