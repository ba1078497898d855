package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.fakes.Given;
import io.caravan.fakes.RunInMemory;
import io.caravan.model.Prompts;
import io.caravan.model.RunState;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What several rows ask alike is sent once. */
class DedupeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OF_THE_RECORD = List.of("record_id", "input_tokens", "output_tokens", "cost_usd");

    @Test
    void rows_that_ask_the_same_are_sent_once_and_each_has_the_answer() throws IOException {
        RunInMemory run =
                given(row -> "topic " + row % 100, 300).plan(manifest(true)).finish(RunInMemory::echo);

        assertThat(run.sent()).hasSize(100);
        assertThat(run.rows())
                .hasSize(300)
                .element(107)
                .asString()
                .startsWith("108,topic 7,two,")
                .endsWith(",r0000000008,Tell: topic 7,ok,,end_turn,0,0");
        JsonNode summary = JSON.readTree(run.file("summary.json"));
        assertThat(summary.at("/rows/total").asInt()).isEqualTo(300);
        assertThat(summary.path("dedupe")).isEqualTo(JSON.readTree("{\"sent\": 100, \"repeats\": 200}"));
        assertThat(summary.at("/tokens/input").asInt()).isEqualTo(500);
        JsonNode plan = JSON.readTree(run.file("plan.json"));
        assertThat(plan.path("records").asInt()).isEqualTo(100);
        assertThat(plan.path("rows").asInt()).isEqualTo(300);
        assertThat(plan.path("repeats").asInt()).isEqualTo(200);
        assertThat(plan.path("saved_usd").asDouble())
                .isCloseTo(
                        2 * plan.at("/cost_usd/expected").asDouble(), org.assertj.core.api.Assertions.within(0.000001));
    }

    @Test
    void the_result_is_that_of_a_run_without_it_whatever_the_rows_chunks_and_failures() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            int rows = 1 + random.nextInt(450);
            int values = 1 + random.nextInt(rows);
            int[] asked = random.ints(rows, 0, values).toArray();
            ObjectNode manifest = manifest(false).put("max_records_per_batch", 200);
            if (random.nextBoolean()) {
                manifest.remove("prompt");
                manifest.putObject("prompts").put("one", "Tell: {topic}").put("two", "{topic}: tell");
                if (random.nextBoolean()) {
                    manifest.put("prompt_column", "which"); // which some rows name wrongly
                } else {
                    manifest.putArray("prompt_ids").add("one").add("two");
                }
            }
            if (random.nextBoolean()) {
                manifest.put("max_records", 1 + random.nextInt(2 * rows) + 1);
            }
            RunInMemory plain =
                    given(row -> "topic " + asked[row], rows).plan(manifest).finish(failing(seed));
            RunInMemory once = given(row -> "topic " + asked[row], rows)
                    .plan(manifest.deepCopy().put("dedupe", true))
                    .finish(failing(seed));

            as(seed, plain, once);
        }
    }

    private static void as(int seed, RunInMemory plain, RunInMemory once) throws IOException {
        assertThat(asked(once)).as("seed %d", seed).isEqualTo(asked(plain));
        assertThat(inputs(once, 1)).doesNotHaveDuplicates();
        List<Map<String, String>> rows = rows(once);
        assertThat(rows.stream().map(DedupeTest::ofTheRow))
                .as("seed %d", seed)
                .isEqualTo(rows(plain).stream().map(DedupeTest::ofTheRow).toList());
        assertThat(once.file("errors.jsonl").lines().count())
                .isEqualTo(plain.file("errors.jsonl").lines().count());
        JsonNode summary = JSON.readTree(once.file("summary.json"));
        BigDecimal apart = summary.at("/padding/cost_usd")
                .decimalValue()
                .add(summary.at("/replaced/cost_usd").decimalValue());
        assertThat(rows.stream().map(row -> cost(row.get("cost_usd"))).reduce(apart, BigDecimal::add))
                .as("seed %d: what rows and the rest cost", seed)
                .isEqualByComparingTo(summary.path("cost_usd").decimalValue());
        for (JsonNode prompt : summary.path("prompts")) {
            String column = once.run().manifest().prompts() instanceof Prompts.Named ? "which" : "prompt_id";
            List<Map<String, String>> asked = rows.stream()
                    .filter(row -> prompt.path("prompt_id").asText().equals(row.get(column)))
                    .toList();
            assertThat(prompt.path("ok").asLong())
                    .as("seed %d: %s", seed, prompt)
                    .isEqualTo(asked.stream()
                            .filter(row -> "ok".equals(row.get("status")))
                            .count());
            assertThat(prompt.path("output_tokens").asLong())
                    .isEqualTo(asked.stream()
                            .mapToLong(row -> cost(row.get("output_tokens")).longValue())
                            .sum());
            assertThat(prompt.path("cost_usd").decimalValue())
                    .isEqualByComparingTo(asked.stream()
                            .map(row -> cost(row.get("cost_usd")))
                            .reduce(BigDecimal.ZERO, BigDecimal::add));
        }
    }

    @Test
    void a_failed_answer_is_asked_for_once_more_and_its_answer_given_to_all() throws IOException {
        RunInMemory run =
                given(row -> "topic " + row % 100, 300).plan(manifest(true)).finish(failing(0));

        assertThat(run.rows()).hasSize(300).allMatch(row -> row.contains(",ok,") != row.contains("topic 3,"));
        assertThat(inputs(run, 1)).hasSize(100);
        assertThat(inputs(run, 2)).hasSizeBetween(2, 60).doesNotHaveDuplicates();
        assertThat(JSON.readTree(run.file("summary.json")).at("/rows/failed").asInt())
                .isEqualTo(3);
    }

    @Test
    void rows_with_other_parameters_ask_something_else() throws IOException {
        ObjectNode manifest = manifest(true);
        manifest.putObject("parameter_columns").put("max_tokens", "id");

        RunInMemory run = given(row -> "topic", 120).plan(manifest).finish(RunInMemory::echo);

        assertThat(run.sent()).hasSize(120);
    }

    @Test
    void a_cap_on_jobs_counts_what_is_sent_and_keeps_the_prompts_of_a_row_together() throws IOException {
        ObjectNode manifest = manifest(true).put("max_num_jobs", 1).put("max_records_per_batch", 110);
        manifest.remove("prompt");
        manifest.putObject("prompts").put("kind", "What is {which}?").put("topic", "{topic}");
        manifest.putArray("prompt_ids").add("kind").add("topic");

        RunInMemory run = given(row -> "topic " + row, 300).plan(manifest).finish(RunInMemory::echo);

        assertThat(run.sent()).hasSize(110);
        assertThat(run.rows()).hasSize(2 * 107).last().asString().contains(",topic,r0000000110,topic 106,ok,");
    }

    @Test
    void every_step_may_be_done_twice() throws IOException {
        RunInMemory run = given(row -> "topic " + row % 210, 400)
                .twice()
                .plan(manifest(true).put("max_records_per_batch", 110))
                .finish(failing(0));

        assertThat(whole(run)).isEqualTo(whole(alive()));
        assertThat(run.sent().size()).isEqualTo(alive().sent().size());
    }

    @Test
    void whoever_dies_at_whatever_write_is_followed_by_another() throws IOException {
        List<String> expected = whole(alive());
        boolean died = true;
        int writes = 0;
        for (; died; writes++) {
            RunInMemory run = given(row -> "topic " + row % 210, 400);
            run.store.dieAfter(writes);
            run.plan(manifest(true).put("max_records_per_batch", 110)).finish(failing(0));
            died = !run.store.lives();

            assertThat(whole(run)).as("died at write %d", writes).isEqualTo(expected);
        }
        assertThat(writes).isGreaterThan(40);
    }

    private static RunInMemory alive() throws IOException {
        return given(row -> "topic " + row % 210, 400)
                .plan(manifest(true).put("max_records_per_batch", 110))
                .finish(failing(0));
    }

    /** Its result, and what was sent. */
    private static List<String> whole(RunInMemory run) {
        return java.util.stream.Stream.of(
                        run.rows(), run.sent(), run.file("errors.jsonl").lines().toList())
                .flatMap(List::stream)
                .toList();
    }

    /** Some never answer, some not at first. */
    private static UnaryOperator<JsonNode> failing(int seed) {
        var times = new HashMap<JsonNode, Integer>();
        return input -> {
            String text = input.at("/messages/0/content").asText();
            boolean fails = text.endsWith("topic 3")
                    || text.hashCode() % 3 == seed % 3 && times.merge(input, 1, Integer::sum) == 1;
            return fails ? MissingNode.getInstance() : RunInMemory.echo(input);
        };
    }

    private static HashSet<String> asked(RunInMemory run) throws IOException {
        return new HashSet<>(inputs(run, 1));
    }

    /** What the jobs of an attempt sent, without padding. */
    private static List<String> inputs(RunInMemory run, int attempt) {
        return run.inventory.jobs(run.run().id()).stream()
                .filter(job -> job.id().attempt() == attempt && job.id().chunk() <= chunks(run))
                .flatMap(job ->
                        run.file("jobs/" + job.id().folder() + "/input.jsonl").lines())
                .filter(line -> line.startsWith("{\"recordId\":\"r"))
                .map(line -> line.substring("{\"recordId\":\"r0000000000\"".length()))
                .toList();
    }

    private static int chunks(RunInMemory run) {
        return ((RunState.Done) run.run().state()).chunks();
    }

    private static List<Map<String, String>> rows(RunInMemory run) throws IOException {
        return CsvReader.builder().ofNamedCsvRecord(run.file("result.csv")).stream()
                .map(NamedCsvRecord::getFieldsAsMap)
                .toList();
    }

    private static Map<String, String> ofTheRow(Map<String, String> row) {
        return row.entrySet().stream()
                .filter(field -> !OF_THE_RECORD.contains(field.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static BigDecimal cost(String text) {
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }

    private static RunInMemory given(java.util.function.IntFunction<String> topic, int rows) {
        var run = new RunInMemory();
        run.store.put(
                "s3://caravan/data/rows.csv",
                IntStream.range(0, rows)
                        .mapToObj(row -> (row + 1) + "," + topic.apply(row) + ","
                                + (row % 11 == 5 ? "three" : topic.apply(row).hashCode() % 2 == 0 ? "two" : "one"))
                        .collect(Collectors.joining("\n", "id,topic,which\n", "\n")));
        return run;
    }

    private static ObjectNode manifest(boolean dedupe) {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/rows.csv")
                .put("job_name_prefix", "rows")
                .put("model_id", Given.HAIKU)
                .put("prompt", "Tell: {topic}")
                .put("remainder", "pad")
                .put("dedupe", dedupe);
    }
}
