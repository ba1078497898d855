package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.format.GivenImages;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.JobFault;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import io.caravan.simulator.bedrock.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests dropped into the inbox of a real service on the embedded cloud. */
class PipelineTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path JOKES = Path.of("examples/jokes");
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final int QUOTA = 3;

    @TempDir
    static Path data;

    private static LocalCaravan caravan;

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, QUOTA);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @AfterEach
    void mend() {
        caravan.cloud().simulator().faults(Faults.NONE);
    }

    @Test
    void the_readmes_example_becomes_a_joined_result() throws IOException {
        String topics = Files.readString(JOKES.resolve("topics.csv"));
        caravan.put("data/topics.csv", topics);

        JsonNode run = caravan.run(Files.readString(JOKES.resolve("run-s3.json")));

        assertThat(run.path("state").asText()).isEqualTo("done");
        String result = caravan.object(run, "result");
        assertThat(result)
                .startsWith(
                        "id,topic,record_id,response,status,error,stop_reason,input_tokens,output_tokens,cost_usd\n");
        List<String> input = topics.lines().toList();
        assertThat(rows(run)).hasSize(120);
        for (int row = 1; row < input.size(); row++) {
            assertThat(result).contains("\n" + input.get(row) + ",r%010d,".formatted(row));
        }
        assertThat(rows(run)).allSatisfy(row -> {
            assertThat(row.getField("status")).isEqualTo("ok");
            assertThat(row.getField("error")).isEmpty();
            assertThat(row.getField("response")).contains(row.getField("topic"));
            assertThat(Integer.parseInt(row.getField("output_tokens"))).isPositive();
        });
        assertThat(caravan.object(run, "errors_file")).isEmpty();
        JsonNode summary = JSON.readTree(caravan.object(run, "summary"));
        assertThat(summary.path("version").asInt()).isEqualTo(1);
        assertThat(summary.at("/rows/total").asInt()).isEqualTo(120);
        assertThat(summary.at("/rows/ok").asInt()).isEqualTo(120);
        assertThat(summary.path("prompt_id").asText()).isEqualTo("joke_about_topic");
        assertThat(caravan.keys("inbox/")).isEmpty();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                caravan.get("runs/" + run.path("id").asText() + "/status.json")
                                        .map(PipelineTest::json)
                                        .map(status -> status.path("state").asText()))
                        .contains("done"));
    }

    /** The examples' answers have the same length, so the second plan, made after the first run, is exact about them. */
    @Test
    void a_plan_costs_within_a_tenth_of_what_is_billed_and_a_dry_run_bills_nothing() throws IOException {
        caravan.put("data/topics.csv", Files.readString(JOKES.resolve("topics.csv")));
        ObjectNode manifest =
                (ObjectNode) JSON.readTree(JOKES.resolve("run-s3.json").toFile());

        JsonNode run = caravan.run(manifest.deepCopy().toString());
        JsonNode dry = caravan.run(manifest.deepCopy().put("dry_run", true).toString());

        double billed = of(caravan.ledger(run), "billed").stream()
                .mapToDouble(line -> line.path("inputTokens").asLong() * 0.25 * 0.5 / 1e6
                        + line.path("outputTokens").asLong() * 1.25 * 0.5 / 1e6)
                .sum();
        assertThat(billed).isPositive();
        assertThat(run.path("cost_usd").asDouble()).isCloseTo(billed, withinPercentage(0.1));
        assertThat(JSON.readTree(caravan.object(run, "summary"))
                        .path("cost_usd")
                        .asDouble())
                .isCloseTo(billed, withinPercentage(0.1));
        for (JsonNode planned : List.of(run, dry)) {
            JsonNode plan = JSON.readTree(caravan.object(planned, "plan"));
            assertThat(plan.at("/cost_usd/expected").asDouble()).isCloseTo(billed, withinPercentage(10));
            assertThat(plan.path("prompts")).hasSize(3);
        }
        assertThat(dry.path("state").asText()).isEqualTo("planned");
        assertThat(caravan.ledger(dry)).isEmpty();
        assertThat(caravan.keys("runs/" + dry.path("id").asText() + "/jobs/")).isEmpty();
    }

    @Test
    void seven_balanced_jobs_never_use_more_than_their_three_slots() {
        caravan.put("data/airports.csv", csv("id,text", 3376, row -> row + ",airport " + row));

        JsonNode run = caravan.run(manifest("airports", HAIKU, "data/airports.csv")
                .put("prompt", "Where is {text}?")
                .put("max_records_per_batch", 500)
                .toString());

        assertThat(texts(rows(run), "id"))
                .isEqualTo(IntStream.rangeClosed(1, 3376)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(ids(rows(run)))
                .isEqualTo(IntStream.rangeClosed(1, 3376)
                        .mapToObj("r%010d"::formatted)
                        .toList());
        List<JsonNode> ledger = caravan.ledger(run);
        assertThat(of(ledger, "create"))
                .hasSize(7)
                .allMatch(line -> line.path("outcome").asText().equals("accepted"));
        assertThat(of(ledger, "billed"))
                .extracting(line -> line.path("total").asInt())
                .containsOnly(482, 483)
                .hasSize(7);
        assertThat(of(ledger, "state"))
                .extracting(line -> line.path("active").asInt())
                .isNotEmpty()
                .allMatch(active -> active <= QUOTA);
        assertThat(free()).isEqualTo(QUOTA);
    }

    @Test
    void values_are_sent_and_delivered_exactly_as_in_the_file() {
        caravan.put(
                "data/zipcodes.csv",
                csv("zip,state,note", 100, row -> "%05d,,\"a \"\"quoted\"\"\nline, %d\"".formatted(row, row)));

        JsonNode run = caravan.run(manifest("zipcodes", HAIKU, "data/zipcodes.csv")
                .put("prompt", "zip={zip} state=[{state}] note={note}")
                .toString());

        List<NamedCsvRecord> rows = rows(run);
        assertThat(rows).hasSize(100);
        assertThat(rows.get(6).getField("zip")).isEqualTo("00007");
        assertThat(rows.get(6).getField("state")).isEmpty();
        assertThat(rows.get(6).getField("note")).isEqualTo("a \"quoted\"\nline, 7");
        JsonNode sent = json(caravan.get("runs/" + run.path("id").asText() + "/jobs/00001-1/input.jsonl")
                .orElseThrow()
                .lines()
                .skip(6)
                .findFirst()
                .orElseThrow());
        assertThat(sent.path("recordId").asText()).isEqualTo("r0000000007");
        assertThat(sent.at("/modelInput/messages/0/content").asText())
                .isEqualTo("zip=00007 state=[] note=a \"quoted\"\nline, 7");
    }

    @Test
    void every_row_gets_its_embedding() {
        caravan.put("data/texts.csv", csv("id,input_text", 250, row -> row + ",text " + row));
        ObjectNode manifest = manifest("embeddings", TITAN, "data/texts.csv").put("max_records_per_batch", 125);
        manifest.putObject("parameters").put("dimensions", 256);

        JsonNode run = caravan.run(manifest.toString());

        assertThat(rows(run))
                .hasSize(250)
                .allSatisfy(row -> assertThat(json(row.getField("embedding"))).hasSize(256));
        assertThat(texts(rows(run), "embedding")).doesNotHaveDuplicates();
    }

    @Test
    void a_record_error_ends_as_one_failed_row_and_the_run_is_delivered() throws IOException {
        caravan.cloud().simulator().faults(records(new RecordFault("thing 42!", 0, 400, "The input is too odd", 0)));
        caravan.put("data/things.csv", csv("id,thing", 120, row -> row + ",thing " + row + "!"));

        JsonNode run = caravan.run(manifest("things", HAIKU, "data/things.csv")
                .put("prompt", "{thing}")
                .toString());

        assertThat(run.path("state").asText()).isEqualTo("done");
        assertThat(rows(run).stream().filter(row -> !row.getField("status").equals("ok")))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getField("id")).isEqualTo("42");
                    assertThat(row.getField("status")).isEqualTo("failed");
                    assertThat(row.getField("error")).isEqualTo("validation: The input is too odd");
                    assertThat(row.getField("response")).isEmpty();
                });
        assertThat(rows(run)).hasSize(120);
        JsonNode error = JSON.readTree(caravan.object(run, "errors_file"));
        assertThat(error.path("thing").asText()).isEqualTo("thing 42!");
        assertThat(error.path("error_class").asText()).isEqualTo("validation");
        assertThat(error.path("error_code").asText()).isEqualTo("400");
        assertThat(run.at("/errors/validation").asInt()).isEqualTo(1);
    }

    @Test
    void a_job_that_bedrock_fails_costs_its_own_rows_only() {
        caravan.cloud()
                .simulator()
                .faults(jobs(new JobFault("-00002-", Status.Failed, "No room on the host", 0, false, null, 0)));
        caravan.put("data/halves.csv", csv("id,half", 200, row -> row + ",half " + row));

        JsonNode run = caravan.run(manifest("halves", HAIKU, "data/halves.csv")
                .put("prompt", "{half}")
                .put("max_records_per_batch", 100)
                .toString());

        assertThat(run.path("ok").asInt()).isEqualTo(100);
        assertThat(run.path("failed").asInt()).isEqualTo(100);
        assertThat(rows(run)).hasSize(200);
        assertThat(rows(run).get(99).getField("status")).isEqualTo("ok");
        assertThat(rows(run).get(100).getField("error"))
                .isEqualTo("validation: the job ended as Failed without an answer to this record: No room on the host");
        assertThat(free()).isEqualTo(QUOTA);
    }

    @Test
    void lost_repeated_and_foreign_events_change_nothing() {
        caravan.cloud()
                .simulator()
                .faults(Faults.NONE
                        .with(new Faults.EventFaults(50, 50, 50, 0, 300, true))
                        .withCreates(0, 1, 1, 1));
        caravan.put("data/noise.csv", csv("id,word", 300, row -> row + ",word " + row));

        JsonNode run = caravan.run(manifest("noise", HAIKU, "data/noise.csv")
                .put("prompt", "{word}")
                .put("max_records_per_batch", 100)
                .toString());

        assertThat(texts(rows(run), "status")).hasSize(300).containsOnly("ok");
        assertThat(of(caravan.ledger(run), "billed")).hasSize(3);
        assertThat(free()).isEqualTo(QUOTA);
    }

    @Test
    void an_unclosed_quote_is_named_by_file_and_line_and_nothing_is_sent() {
        caravan.put("data/quote.csv", csv("id,text", 150, row -> row == 140 ? "140,\"open" : row + ",text"));

        JsonNode run = caravan.run(manifest("quote", HAIKU, "data/quote.csv")
                .put("prompt", "{text}")
                .toString());

        assertThat(run.path("state").asText()).isEqualTo("failed");
        assertThat(run.path("reason").asText()).contains("quote.csv").contains("line 141");
        assertThat(caravan.ledger(run)).isEmpty();
    }

    @Test
    void a_row_with_a_field_too_many_is_named_by_file_and_line_and_nothing_is_sent() {
        caravan.put("data/fields.csv", csv("id,text", 150, row -> row == 140 ? "140,text,more" : row + ",text"));

        JsonNode run = caravan.run(manifest("fields", HAIKU, "data/fields.csv")
                .put("prompt", "{text}")
                .toString());

        assertThat(run.path("state").asText()).isEqualTo("failed");
        assertThat(run.path("reason").asText()).contains("fields.csv").contains("line 141");
        assertThat(caravan.ledger(run)).isEmpty();
    }

    @Test
    void a_refused_manifest_is_moved_beside_its_problems_and_nothing_else_is_written() {
        caravan.put("data/topics-2.csv", csv("id,topic", 100, row -> row + ",topic"));
        List<String> before = caravan.keys("runs/");
        String manifest = manifest("refused", HAIKU, "data/topics-2.csv")
                .put("promt_id", "joke_about_topic")
                .put("prompt", "Tell of {subject}")
                .put("priority", 10)
                .toString();

        JsonNode refusal = caravan.refusal(manifest);

        assertThat(refusal.path("problems"))
                .extracting(problem -> problem.path("field").asText() + ": "
                        + problem.path("message").asText())
                .containsExactlyInAnyOrder(
                        "promt_id: is not a field of a manifest; did you mean 'prompt_id'?",
                        "prompt: needs column 'subject', which the data set does not have. Columns are: id, topic",
                        "priority: must be a whole number from 0 to 9, found 10");
        String key = refusal.path("manifest").asText();
        assertThat(caravan.get(key)).isEmpty();
        assertThat(caravan.get(key.replace("inbox/", "rejected/"))).contains(manifest);
        assertThat(caravan.keys("runs/")).isEqualTo(before);
    }

    @Test
    void a_service_stopped_in_the_middle_goes_on_where_it_was() {
        caravan.put("data/middle.csv", csv("id,word", 900, row -> row + ",word " + row));
        String key = caravan.drop(manifest("middle", HAIKU, "data/middle.csv")
                .put("prompt", "{word}")
                .put("max_records_per_batch", 100)
                .toString());
        for (String state : List.of("Submitted", "Collected")) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> caravan.find(key)
                            .filter(run -> run.at("/jobs/" + state).asInt() > 0)
                            .isPresent());
            caravan.restartService();
        }

        JsonNode run = caravan.awaitOver(key);

        assertThat(ids(rows(run)))
                .isEqualTo(IntStream.rangeClosed(1, 900)
                        .mapToObj("r%010d"::formatted)
                        .toList());
        assertThat(texts(rows(run), "status")).containsOnly("ok");
        assertThat(of(caravan.ledger(run), "billed")).hasSize(9);
        assertThat(free()).isEqualTo(QUOTA);
    }

    @Test
    void several_prompts_a_row_and_a_prompt_of_each_rows_own() {
        caravan.put("data/asked.csv", csv("id,text,how", 100, row -> row + ",text " + row + ",q" + row % 2));
        ObjectNode manifest = manifest("asked", HAIKU, "data/asked.csv").put("max_records_per_batch", 150);
        manifest.putObject("prompts").put("q0", "Sum up {text}.").put("q1", "Answer {text}.");

        JsonNode several = caravan.run(manifest.deepCopy()
                .<ObjectNode>set("prompt_ids", JSON.valueToTree(List.of("q0", "q1")))
                .toString());
        JsonNode own = caravan.run(
                manifest.put("prompt_column", "how").put("max_records", 100).toString());

        assertThat(several.path("ok").asInt()).isEqualTo(200);
        assertThat(texts(rows(several), "response")).satisfies(responses -> {
            assertThat(responses.get(8)).contains("Sum up text 5.");
            assertThat(responses.get(9)).contains("Answer text 5.");
        });
        assertThat(of(caravan.ledger(several), "billed")).hasSize(2);
        assertThat(own.path("ok").asInt()).isEqualTo(100);
        assertThat(texts(rows(own), "response").get(4)).contains("Answer text 5.");
        assertThat(texts(rows(own), "response").get(5)).contains("Sum up text 6.");
    }

    @Test
    void images_reach_the_models_of_all_families_that_take_them() {
        caravan.put("data/photos/1.jpg", GivenImages.jpeg(30, 20));
        caravan.put("data/photos/2.png", GivenImages.png(30, 20));
        caravan.put(
                "data/photos.csv",
                csv("name", 100, row -> "photos/" + (row == 3 ? "3.png" : row % 2 == 0 ? "2.png" : "1.jpg")));
        List<String> texts = List.of(HAIKU, "amazon.nova-lite-v1:0", "us.meta.llama4-scout-17b-instruct-v1:0");
        List<String> vectors = List.of("amazon.titan-embed-image-v1", "amazon.nova-2-multimodal-embeddings-v1:0");

        List<String> dropped = Stream.concat(texts.stream(), vectors.stream())
                .map(model -> manifest("photos", model, "data/photos.csv")
                        .put("image_column", "name")
                        .put("remainder", "pad"))
                .map(manifest -> caravan.drop(
                        (texts.contains(manifest.path("model_id").asText()) ? manifest.put("prompt", "See?") : manifest)
                                .toString()))
                .toList();

        List<JsonNode> runs = dropped.stream().map(caravan::awaitOver).toList();
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.path("ok").asInt()).isEqualTo(99);
            assertThat(rows(run).get(2).getField("error"))
                    .isEqualTo("skipped: image 'photos/3.png': there is no such object");
        });
        assertThat(runs.subList(0, 3)).allSatisfy(run -> {
            assertThat(rows(run).get(0).getField("response")).contains("(jpeg of 40 bytes)See?");
            assertThat(rows(run).get(1).getField("response")).contains("(png of 40 bytes)See?");
        });
        assertThat(runs.subList(3, 5))
                .allSatisfy(run -> assertThat(rows(run).get(0).getField("embedding"))
                        .isNotEqualTo(rows(run).get(1).getField("embedding")));
    }

    @Test
    void a_run_that_there_is_not_is_not_found() {
        assertThat(json(caravan.page("/api/runs/nobody")).path("status").asInt())
                .isEqualTo(404);
    }

    @Test
    void the_page_the_table_and_the_inventory_answer() {
        assertThat(caravan.page("/")).contains("<title>");
        assertThat(caravan.page("/api/runs.csv"))
                .startsWith("run,state,accepted_at,ended_at,records,ok,failed,skipped,model_id");
        assertThat(json(caravan.page("/api/inventory")).path("status").asText()).isEqualTo("ACTIVE");
    }

    private static int free() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> json(caravan.page("/api/slots")).findValues("inUse").stream()
                        .allMatch(inUse -> inUse.asInt() == 0));
        return QUOTA;
    }

    private static ObjectNode manifest(String prefix, String model, String key) {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/" + key)
                .put("job_name_prefix", prefix)
                .put("model_id", model);
    }

    private static String csv(String header, int rows, IntFunction<String> row) {
        return IntStream.rangeClosed(1, rows).mapToObj(row).collect(Collectors.joining("\n", header + "\n", "\n"));
    }

    private static List<NamedCsvRecord> rows(JsonNode run) {
        return CsvReader.builder().ofNamedCsvRecord(caravan.object(run, "result")).stream()
                .toList();
    }

    private static List<String> texts(List<NamedCsvRecord> rows, String column) {
        return rows.stream().map(row -> row.getField(column)).toList();
    }

    private static List<String> ids(List<NamedCsvRecord> rows) {
        return texts(rows, "record_id");
    }

    private static List<JsonNode> of(List<JsonNode> ledger, String what) {
        return ledger.stream()
                .filter(line -> line.path("what").asText().equals(what))
                .toList();
    }

    private static Faults records(RecordFault fault) {
        return Faults.NONE.withRecords(fault);
    }

    private static Faults jobs(JobFault fault) {
        return Faults.NONE.withJobs(fault);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
