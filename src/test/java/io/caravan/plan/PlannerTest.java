package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.fakes.Given;
import io.caravan.fakes.GivenManifest;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.format.GeneratedParquet;
import io.caravan.model.Budget;
import io.caravan.model.CsvForm;
import io.caravan.model.JobId;
import io.caravan.model.OutputFormat;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import io.caravan.model.Remainder;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.S3Uri;
import io.caravan.model.Source;
import io.caravan.model.Tally;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String SOURCE = "s3://caravan/data/topics.csv";
    private static final String PINNED = "s3://caravan/runs/jokes/source/00001.csv";

    private static final JobId FIRST = new JobId(new RunId("jokes"), 1, 1);

    private final MemoryInventory inventory = new MemoryInventory();
    private final MemoryStore store = new MemoryStore();
    private final Planner planner =
            new Planner(inventory, store, Given.models(), Given.BUCKET, 1 << 20, InstantSource.fixed(Given.NOW));

    @BeforeEach
    void aRun() {
        inventory.open(Given.POOL, 3);
        inventory.add(Given.run("jokes"));
    }

    @Test
    void a_run_is_pinned_counted_and_cut() throws IOException {
        store.put(SOURCE, csv(120, row -> row + ",topic " + row));

        assertThat(planner.plan("jokes")).as("all wait for their turn").isEmpty();

        assertThat(state()).isEqualTo(new RunState.Running(120, 1, Given.NOW));
        assertThat(inventory.planned()).containsExactly(FIRST);
        assertThat(store.text(PINNED)).isEqualTo(store.text(SOURCE));
    }

    @Test
    void a_plan_made_twice_is_the_same_plan() throws IOException {
        store.put(SOURCE, csv(120, row -> row + ",topic " + row));
        planner.plan("jokes");

        planner.plan("jokes");

        assertThat(inventory.jobs(new RunId("jokes"))).hasSize(1);
    }

    @Test
    void of_a_run_with_a_canary_the_first_job_is_written_before_its_turn() throws IOException {
        store.put(SOURCE, csv(120, row -> row + ",topic " + row));
        inventory.add(
                Given.run("tried", Given.wish(Given.HAIKU, "{topic}").canary(4).done()));

        assertThat(planner.plan("tried")).containsExactly(new JobId(new RunId("tried"), 1, 1));
    }

    @Test
    void a_copy_that_was_pinned_stays_when_planning_begins_again_after_the_source_changed() throws IOException {
        store.put(PINNED, csv(120, row -> row + ",before " + row));
        store.put("s3://caravan/runs/jokes/source.json", "[\"" + SOURCE + "\"]");
        store.put(SOURCE, csv(240, row -> row + ",after " + row));

        planner.plan("jokes");

        assertThat(state()).isEqualTo(new RunState.Running(120, 1, Given.NOW));
        assertThat(store.text(PINNED).orElseThrow()).contains("before 7");
    }

    @Test
    void a_broken_row_fails_the_run_and_is_named_by_the_users_file_not_by_the_copy() throws IOException {
        store.put(SOURCE, csv(120, row -> row == 90 ? "90,one,two" : row + ",topic " + row));

        assertThat(planner.plan("jokes")).isEmpty();

        assertThat(state())
                .isEqualTo(new RunState.Failed(
                        SOURCE
                                + " line 91: expected 2 fields (id, topic), found 3; a value that holds the separator or a"
                                + " line end must be in double quotes",
                        Given.NOW));
        assertThat(inventory.jobs(new RunId("jokes"))).isEmpty();
    }

    @Test
    void files_of_other_types_fail_a_run_whose_result_is_parquet_before_anything_is_sent() throws IOException {
        for (String type : List.of("int32", "int64")) {
            byte[] file = GeneratedParquet.of(
                    "message m { required " + type + " topic; }", 60, CompressionCodecName.SNAPPY, 999, (row, i) -> {
                        if (type.equals("int32")) {
                            row.add("topic", i);
                        } else {
                            row.add("topic", (long) i);
                        }
                    });
            store.put(new S3Uri(Given.BUCKET, "data/typed/" + type + ".parquet"), file, "");
        }
        var source = new Source.Stored(new S3Uri(Given.BUCKET, "data/typed/"), CsvForm.USUAL);
        inventory.add(Given.run(
                "typed",
                Given.wish(Given.HAIKU, "{topic}")
                        .source(source)
                        .outputFormat(OutputFormat.PARQUET)
                        .done()));
        inventory.add(Given.run(
                "texts", Given.wish(Given.HAIKU, "{topic}").source(source).done()));

        assertThat(planner.plan("typed")).isEmpty();
        planner.plan("texts");
        assertThat(inventory.jobs(new RunId("texts"))).hasSize(1);

        assertThat(inventory.run(new RunId("typed")).orElseThrow().state())
                .isInstanceOfSatisfying(
                        RunState.Failed.class,
                        failed -> assertThat(failed.reason())
                                .contains("data/typed/int32.parquet", "data/typed/int64.parquet", "int64 topic"));
    }

    @Test
    void a_source_that_went_away_fails_the_run() throws IOException {
        assertThat(planner.plan("jokes")).isEmpty();

        assertThat(state())
                .isEqualTo(new RunState.Failed("s3_uri: there is no object " + SOURCE + " any more", Given.NOW));
    }

    @Test
    void a_dry_run_ends_with_its_plan_and_nothing_to_send() throws IOException {
        run("dry", new Budget(Optional.empty(), true));
        store.put(SOURCE, csv(120, row -> "%03d,topic %s".formatted(row, "x".repeat(row % 10))));

        assertThat(planner.plan("dry")).isEmpty();

        assertThat(state("dry")).isEqualTo(new RunState.Planned(120, 1, Given.NOW));
        assertThat(inventory.jobs(new RunId("dry"))).isEmpty();
        JsonNode plan = plan("dry");
        assertThat(plan.path("records").asLong()).isEqualTo(120);
        assertThat(plan.path("jobs").asInt()).isEqualTo(1);
        assertThat(plan.path("prompts")).hasSize(3);
        assertThat(plan.at("/prompts/1/record_id").asText()).isEqualTo("r0000000002");
        assertThat(plan.at("/prompts/1/prompt").asText()).isEqualTo("topic xx");
        assertThat(plan.path("waiting").asText())
                .isEqualTo("0 of 3 slots of " + Given.HAIKU
                        + " are in use; the run's jobs need one round; a round takes as long as Bedrock takes for a job,"
                        + " typically hours, at most 24");
    }

    @Test
    void a_run_that_would_cost_more_than_it_may_is_not_started() throws IOException {
        run("dear", new Budget(Optional.of(new BigDecimal("0.01")), false));
        store.put(SOURCE, csv(120, row -> row + ",topic"));

        assertThat(planner.plan("dear")).isEmpty();

        assertThat(state("dear"))
                .isEqualTo(new RunState.Failed(
                        "max_cost_usd: the run is estimated to cost $0.0192 (from $0.00385 to $0.0768), more than $0.0100;"
                                + " raise max_cost_usd, or lower max_records or the parameter max_tokens",
                        Given.NOW));
        assertThat(plan("dear").at("/cost_usd/expected").asDouble()).isEqualTo(0.019219);
        assertThat(inventory.jobs(new RunId("dear"))).isEmpty();
    }

    @Test
    void a_run_within_its_budget_is_started() throws IOException {
        run("cheap", new Budget(Optional.of(new BigDecimal("0.02")), false));
        store.put(SOURCE, csv(120, row -> row + ",topic"));

        planner.plan("cheap");
        assertThat(inventory.jobs(new RunId("cheap"))).hasSize(1);
    }

    @Test
    void what_is_invoked_on_demand_or_padded_is_estimated_at_its_own_price() throws IOException {
        store.put(SOURCE, csv(60, row -> row + ",topic"));
        dry("half", Given.wish(Given.HAIKU, "{topic}").remainder(Remainder.PAD));
        dry("full", Given.wish(Given.HAIKU, "{topic}").remainder(Remainder.ON_DEMAND));
        dry(
                "with-canary",
                Given.wish(Given.HAIKU, "{topic}")
                        .remainder(Remainder.ON_DEMAND)
                        .canary(60));

        double padded = plan("half").at("/cost_usd/expected").asDouble();
        double full = plan("full").at("/cost_usd/expected").asDouble();

        var price = Given.models().resolve(Given.HAIKU).price().orElseThrow();
        assertThat(padded).isEqualTo(full / 2 + price.batch(40 * 8, 40).doubleValue(), within(1e-5));
        assertThat(plan("with-canary").at("/cost_usd/expected").asDouble()).isEqualTo(2 * full, within(1e-5));
    }

    private void dry(String id, GivenManifest wish) throws IOException {
        inventory.add(
                Given.run(id, wish.budget(new Budget(Optional.empty(), true)).done()));
        planner.plan(id);
    }

    @Test
    void answers_are_estimated_by_those_of_an_earlier_run_that_asked_the_same() throws IOException {
        var tally = new Tally(4, 8, 0, 0, 70, 420, Map.of("schema", 5L, "refused", 1L, "throttled", 2L));
        inventory.add(Given.run("earlier").in(new RunState.Done(RunState.Verdict.DONE, 10, 1, tally, Given.NOW)));
        store.put(SOURCE, csv(120, row -> row + ",topic"));

        planner.plan("jokes");

        assertThat(plan("jokes").at("/output_tokens/expected").asLong()).isEqualTo(120 * 42);
        assertThat(plan("jokes").at("/output_tokens/basis").asText()).isEqualTo("the answers of run earlier");
    }

    @Test
    void four_letters_make_a_token_but_not_those_of_other_scripts() throws IOException {
        store.put(SOURCE, csv(100, row -> row % 2 == 0 ? row + ",\uD83D\uDE00abcd" : row + ",four"));

        planner.plan("jokes");

        assertThat(plan("jokes").at("/input_tokens/expected").asLong()).isEqualTo(50 * 3 + 50);
    }

    @Test
    void all_that_is_sent_of_a_row_is_counted_the_system_prompt_and_the_examples_too() throws IOException {
        store.put(SOURCE, csv(100, row -> row + ",four"));
        var prompt = new Prompt(
                Optional.empty(),
                Optional.of("be brief"),
                List.of(new Prompt.Example("eight of {topic}", "one1")),
                "{topic}");
        inventory.add(Given.run(
                "shown",
                Given.wish(Given.HAIKU, "").prompts(new Prompts.One(prompt)).done()));

        planner.plan("shown");

        assertThat(plan("shown").at("/input_tokens/expected").asDouble() / 100).isEqualTo(2 + 13 / 4.0 + 1 + 1);
    }

    private void run(String id, Budget budget) {
        inventory.add(
                Given.run(id, Given.wish(Given.HAIKU, "{topic}").budget(budget).done()));
    }

    private JsonNode plan(String run) throws IOException {
        return new ObjectMapper()
                .readTree(store.text("s3://caravan/runs/" + run + "/plan.json").orElseThrow());
    }

    private RunState state(String id) {
        return inventory.run(new RunId(id)).map(Run::state).orElseThrow();
    }

    private RunState state() {
        return inventory.run(new RunId("jokes")).map(Run::state).orElseThrow();
    }

    private static String csv(int rows, IntFunction<String> row) {
        return IntStream.rangeClosed(1, rows).mapToObj(row).collect(Collectors.joining("\n", "id,topic\n", "\n"));
    }
}
