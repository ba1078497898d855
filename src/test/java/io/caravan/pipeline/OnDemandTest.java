package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.InvocationFaults;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is invoked on demand: remainders and canaries, on the embedded cloud. */
class OnDemandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final String GEMMA = "google.gemma-3-4b-it";

    @TempDir
    static Path data;

    private static LocalCaravan caravan;
    private int before;

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, 2);
        caravan.put("data/ten.csv", csv(10));
        caravan.put("data/thirty.csv", csv(30));
        caravan.put("data/many.csv", csv(150));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @BeforeEach
    void remember() {
        before = lines().size();
    }

    @AfterEach
    void mend() {
        caravan.cloud().simulator().faults(Faults.NONE);
    }

    @Test
    void ten_rows_are_invoked_on_demand() throws IOException {
        JsonNode run = run(manifest("ten", HAIKU).put("remainder", "on_demand"));

        assertThat(run.path("state").asText()).isEqualTo("done");
        assertThat(rows(run)).hasSize(10).allSatisfy(row -> {
            assertThat(row.getField("status")).isEqualTo("ok");
            assertThat(row.getField("response")).endsWith("Say " + row.getField("word"));
            assertThat(Integer.parseInt(row.getField("output_tokens"))).isPositive();
        });
        assertThat(rows(run))
                .extracting(row -> row.getField("id"))
                .isEqualTo(
                        IntStream.rangeClosed(1, 10).mapToObj(Integer::toString).toList());
        assertThat(caravan.ledger(run)).isEmpty();
        assertThat(invoked())
                .hasSize(10)
                .allMatch(line -> line.path("operation").asText().equals("InvokeModel"))
                .extracting(line -> line.path("body").asText())
                .doesNotHaveDuplicates();
        JsonNode summary = JSON.readTree(caravan.object(run, "summary"));
        assertThat(summary.at("/jobs/0/message").asText()).isEqualTo("its records were invoked on demand");
    }

    @Test
    void a_model_without_a_body_of_its_own_is_asked_by_converse() {
        JsonNode run = run(manifest("converse", GEMMA).put("remainder", "on_demand"));

        assertThat(rows(run))
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.getField("response")).endsWith("Say " + row.getField("word")));
        assertThat(invoked())
                .hasSize(10)
                .allMatch(line -> line.path("operation").asText().equals("Converse"));
    }

    @Test
    void an_embedding_model_is_invoked_too() {
        ObjectNode manifest = manifest("embed", TITAN).put("remainder", "on_demand");
        manifest.remove("prompt");
        manifest.put("text_column", "word").putObject("parameters").put("dimensions", 256);

        JsonNode run = run(manifest);

        assertThat(rows(run))
                .hasSize(10)
                .allSatisfy(row ->
                        assertThat(JSON.readTree(row.getField("embedding"))).hasSize(256));
    }

    @Test
    void padding_fills_a_job_up_and_reaches_neither_the_result_nor_its_counts() throws IOException {
        JsonNode run = run(manifest("padded", HAIKU)
                .put("s3_uri", "s3://caravan/data/thirty.csv")
                .put("remainder", "pad"));

        assertThat(rows(run)).hasSize(30).allMatch(row -> row.getField("status").equals("ok"));
        assertThat(run.path("records").asInt()).isEqualTo(30);
        assertThat(run.path("ok").asInt()).isEqualTo(30);
        assertThat(run.path("processed").asInt()).isEqualTo(30);
        assertThat(caravan.object(run, "errors_file")).isEmpty();
        JsonNode summary = JSON.readTree(caravan.object(run, "summary"));
        assertThat(summary.at("/rows/total").asInt()).isEqualTo(30);
        assertThat(summary.at("/padding/records").asInt()).isEqualTo(70);
        List<JsonNode> billed = billed(run);
        assertThat(billed).hasSize(1);
        assertThat(billed.get(0).path("total").asInt()).isEqualTo(100);
        assertThat(billed.get(0).path("inputTokens").asLong())
                .isEqualTo(summary.at("/tokens/input").asLong()
                        + summary.at("/padding/input_tokens").asLong());
        assertThat(billed.get(0).path("outputTokens").asLong())
                .isEqualTo(summary.at("/tokens/output").asLong()
                        + summary.at("/padding/output_tokens").asLong());
        assertThat(summary.at("/padding/output_tokens").asLong()).isEqualTo(70);
        assertThat(invoked()).isEmpty();
    }

    @Test
    void embeddings_are_padded_too() {
        ObjectNode manifest = manifest("padded-embed", TITAN).put("remainder", "pad");
        manifest.remove("prompt");
        manifest.put("text_column", "word");

        JsonNode run = run(manifest);

        assertThat(rows(run)).hasSize(10).allMatch(row -> row.getField("status").equals("ok"));
        assertThat(billed(run).get(0).path("error").asInt()).isZero();
    }

    @Test
    void failed_rows_under_the_minimum_are_sent_again_on_demand() throws IOException {
        caravan.cloud().simulator().faults(records(new RecordFault("word 1", 0, 500, "Internal error", 1)));

        JsonNode run = run(manifest("pooled", HAIKU)
                .put("s3_uri", "s3://caravan/data/many.csv")
                .put("remainder", "on_demand"));

        assertThat(run.path("ok").asInt()).isEqualTo(150);
        assertThat(rows(run)).hasSize(150);
        assertThat(billed(run))
                .singleElement()
                .satisfies(line -> assertThat(line.path("error").asInt()).isEqualTo(62));
        assertThat(invoked()).hasSize(62);
    }

    @Test
    void failed_rows_under_the_minimum_are_sent_again_with_padding() throws IOException {
        caravan.cloud().simulator().faults(records(new RecordFault("word 1", 0, 500, "Internal error", 1)));

        JsonNode run = run(manifest("pooled-padded", HAIKU)
                .put("s3_uri", "s3://caravan/data/many.csv")
                .put("remainder", "pad"));

        assertThat(run.path("ok").asInt()).isEqualTo(150);
        assertThat(billed(run)).extracting(line -> line.path("total").asInt()).containsExactlyInAnyOrder(150, 100);
        JsonNode summary = JSON.readTree(caravan.object(run, "summary"));
        assertThat(summary.at("/padding/records").asInt()).isEqualTo(38);
    }

    @Test
    void too_few_rows_that_can_be_sent_say_so_when_they_are_rejected() {
        caravan.put(
                "data/gaps.jsonl",
                IntStream.rangeClosed(1, 120)
                        .mapToObj(row -> row % 2 == 0 ? "{\"id\":" + row + "}" : "{\"id\":" + row + ",\"word\":\"w\"}")
                        .collect(Collectors.joining("\n")));

        JsonNode run = run(manifest("gaps", HAIKU).put("s3_uri", "s3://caravan/data/gaps.jsonl"));

        assertThat(run.path("skipped").asInt()).isEqualTo(60);
        assertThat(run.at("/errors/validation").asInt()).isEqualTo(60);
        assertThat(rows(run).get(0).getField("error"))
                .isEqualTo(
                        "validation: only 60 of the 120 rows of this chunk can be sent, fewer than the 100 that Bedrock"
                                + " asks of a batch job for this model; remainder on_demand or pad sends them");
        assertThat(caravan.ledger(run)).isEmpty();
    }

    @Test
    void throttling_means_wait() {
        caravan.cloud().simulator().faults(Faults.NONE.with(new InvocationFaults(6, 0, 0)));

        JsonNode run = run(manifest("throttled", HAIKU).put("remainder", "on_demand"));

        assertThat(run.path("ok").asInt()).isEqualTo(10);
        assertThat(answered()).hasSize(10);
        assertThat(invoked()).hasSize(16);
        assertThat(caravan.keys("runs/" + run.path("id").asText() + "/jobs/"))
                .as("jobs of a second attempt")
                .noneMatch(key -> key.contains("-2/"));
    }

    @Test
    void a_service_stopped_in_the_middle_asks_no_answered_record_again() {
        caravan.cloud().simulator().faults(Faults.NONE.with(new InvocationFaults(0, 0, 300)));
        String key = caravan.drop(manifest("stopped", HAIKU)
                .put("s3_uri", "s3://caravan/data/thirty.csv")
                .put("remainder", "on_demand")
                .toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> answered().size() >= 8);

        caravan.restartService();

        JsonNode run = caravan.awaitOver(key);
        assertThat(run.path("ok").asInt()).isEqualTo(30);
        // The four under way when it stopped may have been asked twice; the others never are.
        assertThat(answered().size()).isBetween(30, 34);
    }

    @Test
    void a_cancelled_run_keeps_what_was_answered_and_invokes_nothing_more() {
        caravan.cloud().simulator().faults(Faults.NONE.with(new InvocationFaults(0, 0, 400)));
        String key = caravan.drop(manifest("cancelled", HAIKU)
                .put("s3_uri", "s3://caravan/data/thirty.csv")
                .put("remainder", "on_demand")
                .toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> answered().size() >= 4);

        assertThat(caravan.post("/api/runs/"
                        + caravan.find(key).orElseThrow().path("id").asText() + "/cancel"))
                .isEqualTo(202);

        JsonNode run = caravan.awaitOver(key);
        assertThat(run.path("state").asText()).isEqualTo("cancelled");
        assertThat(run.path("ok").asInt()).isBetween(4, 29).isEqualTo(answered().size());
        assertThat(run.path("skipped").asInt()).isEqualTo(30 - run.path("ok").asInt());
    }

    @Test
    void a_canary_that_lives_is_shown_and_its_run_goes_on() throws IOException {
        JsonNode run = run(manifest("canary", HAIKU)
                .put("s3_uri", "s3://caravan/data/many.csv")
                .put("canary", 5));

        assertThat(run.path("state").asText()).isEqualTo("done");
        assertThat(run.path("ok").asInt()).isEqualTo(150);
        JsonNode canary = run.path("canary");
        assertThat(canary.path("passed").asBoolean()).isTrue();
        assertThat(canary.path("answers")).hasSize(5);
        assertThat(canary.at("/answers/0/response").asText()).endsWith("Say word 1");
        List<JsonNode> invoked = invoked();
        assertThat(invoked).hasSize(5);
        assertThat(canary.at("/tokens/input").asLong()).isEqualTo(sum(invoked, "inputTokens"));
        assertThat(canary.at("/tokens/output").asLong()).isEqualTo(sum(invoked, "outputTokens"));
        assertThat(canary.path("cost_usd").asDouble()).isPositive();
        assertThat(canary.path("run_estimate_usd").asDouble()).isPositive();
        assertThat(JSON.readTree(caravan.get("runs/" + run.path("id").asText() + "/canary.json")
                        .orElseThrow()))
                .isEqualTo(canary);
        assertThat(billed(run).get(0).path("total").asInt()).isEqualTo(150);
    }

    @Test
    void a_canary_that_dies_stops_its_run_before_anything_is_submitted() throws IOException {
        caravan.cloud().simulator().faults(records(new RecordFault("word 2", 0, 400, "Too odd", 0)));

        JsonNode run = run(manifest("dead", HAIKU)
                .put("s3_uri", "s3://caravan/data/many.csv")
                .put("canary", 4)
                .put("max_failed_percent", 10));

        assertThat(run.path("state").asText()).isEqualTo("failed");
        assertThat(run.path("reason").asText())
                .isEqualTo("the canary stopped the run before anything was submitted: 1 of its 4 records failed"
                        + " (validation ×1), more than max_failed_percent 10.0; the first: r0000000002:"
                        + " ValidationException: Too odd");
        assertThat(run.at("/canary/passed").asBoolean()).isFalse();
        assertThat(JSON.readTree(caravan.object(run, "summary")).path("reason").asText())
                .isEqualTo(run.path("reason").asText());
        assertThat(caravan.ledger(run)).isEmpty();
        assertThat(run.at("/jobs/Planned").asInt()).isZero();
    }

    @Test
    void a_run_is_cancelled_while_its_canary_is_out() {
        caravan.cloud().simulator().faults(Faults.NONE.with(new InvocationFaults(0, 0, 500)));
        String key = caravan.drop(manifest("recalled", HAIKU)
                .put("s3_uri", "s3://caravan/data/many.csv")
                .put("canary", 100)
                .toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> answered().size() >= 4);
        JsonNode out = caravan.find(key).orElseThrow();
        assertThat(out.path("state").asText()).isEqualTo("canary");
        assertThat(out.path("waiting").asText()).isEqualTo("its first records are being tried on demand");

        assertThat(caravan.post("/api/runs/" + out.path("id").asText() + "/cancel"))
                .isEqualTo(202);

        JsonNode run = caravan.awaitOver(key);
        assertThat(run.path("state").asText()).isEqualTo("cancelled");
        assertThat(run.path("skipped").asInt()).isEqualTo(150);
        assertThat(caravan.ledger(run)).isEmpty();
        // Its run is over without those under way; whoever sends them learns of it at the next beat.
        var heard = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> heard.getAndSet(answered().size()) == answered().size());
        assertThat(heard.get()).isLessThan(100);
    }

    private static String csv(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(row -> row + ",word " + row)
                .collect(Collectors.joining("\n", "id,word\n", "\n"));
    }

    private static ObjectNode manifest(String prefix, String model) {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/ten.csv")
                .put("job_name_prefix", prefix)
                .put("model_id", model)
                .put("prompt", "Say {word}");
    }

    private static JsonNode run(ObjectNode manifest) {
        return caravan.run(manifest.toString());
    }

    private static List<NamedCsvRecord> rows(JsonNode run) {
        return CsvReader.builder().ofNamedCsvRecord(caravan.object(run, "result")).stream()
                .toList();
    }

    private static Faults records(RecordFault fault) {
        return Faults.NONE.withRecords(fault);
    }

    private static List<JsonNode> billed(JsonNode run) {
        return caravan.ledger(run).stream()
                .filter(line -> line.path("what").asText().equals("billed"))
                .toList();
    }

    /** What the simulator's runtime was asked in this test. */
    private List<JsonNode> invoked() {
        List<JsonNode> lines = lines();
        return lines.subList(before, lines.size()).stream()
                .filter(line -> line.path("what").asText().equals("invoked"))
                .toList();
    }

    private List<JsonNode> answered() {
        return invoked().stream()
                .filter(line -> line.path("outcome").asText().equals("answered"))
                .toList();
    }

    private static long sum(List<JsonNode> lines, String member) {
        return lines.stream().mapToLong(line -> line.path(member).asLong()).sum();
    }

    private static List<JsonNode> lines() {
        try {
            var lines = new ArrayList<JsonNode>();
            for (String line : Files.readAllLines(caravan.cloud().simulator().ledger())) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
