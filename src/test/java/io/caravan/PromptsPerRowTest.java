package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.fakes.Given;
import io.caravan.fakes.RunInMemory;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import io.caravan.model.RunFolder;
import io.caravan.model.RunState;
import java.io.IOException;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several prompts a row, or another one for each row. */
class PromptsPerRowTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunInMemory run = new RunInMemory();

    @BeforeEach
    void aHundredRows() {
        run.store.put(
                "s3://caravan/data/rows.csv",
                IntStream.rangeClosed(1, 100)
                        .mapToObj(row -> row + ",\"topic, " + row + "\"," + (row % 2 == 0 ? "short" : "long"))
                        .collect(Collectors.joining("\n", "id,topic,which\n", "\n")));
        run.store.put("s3://caravan/prompts/short.txt", "Briefly: {topic}");
        run.store.put("s3://caravan/prompts/long.yaml", "{system: 'You are {id}', prompt: 'At length: {topic}'}");
    }

    @Test
    void several_prompts_make_a_result_row_each_in_the_rows_order_and_then_the_prompts() throws IOException {
        run.plan(manifest().<ObjectNode>set("prompt_ids", ids("short", "long"))).finish(RunInMemory::echo);

        assertThat(run.file("result.csv").lines().limit(4))
                .containsExactly(
                        "id,topic,which,prompt_id,record_id,response,status,error,stop_reason,input_tokens,output_tokens,cost_usd",
                        "1,\"topic, 1\",long,short,r0000000001,\"Briefly: topic, 1\",ok,,end_turn,5,7,0.000005",
                        "1,\"topic, 1\",long,long,r0000000002,\"At length: topic, 1\",ok,,end_turn,5,7,0.000005",
                        "2,\"topic, 2\",short,short,r0000000003,\"Briefly: topic, 2\",ok,,end_turn,5,7,0.000005");
        assertThat(run.rows()).hasSize(200).last().asString().contains("\"topic, 100\",short,long,r0000000200,");
        assertThat(run.sent().get(3)).contains("\"system\":\"You are 2\"");
        JsonNode summary = JSON.readTree(run.file("summary.json"));
        assertThat(summary.at("/rows/total").asInt()).isEqualTo(200);
        assertThat(summary.path("prompts").findValuesAsText("prompt_id")).containsExactly("short", "long");
        assertThat(summary.path("prompts").findValuesAsText("prompt_digest"))
                .containsExactly(
                        Prompt.of("Briefly: {topic}").digest(),
                        run.run().manifest().prompts().all().get(1).digest());
        assertThat(JSON.readTree(run.file("plan.json")).path("records").asInt()).isEqualTo(200);
    }

    @Test
    void jobs_may_end_between_the_prompts_of_a_row() throws IOException {
        ObjectNode manifest = manifest().put("max_records_per_batch", 101);
        manifest.putObject("prompts").put("mine", "Tell: {topic}");
        manifest.set("prompt_ids", ids("short", "long", "mine"));

        run.plan(manifest).finish(RunInMemory::echo);

        assertThat(run.inventory.jobs(run.run().id())).hasSize(3);
        assertThat(run.rows()).hasSize(300);
        for (int row = 0; row < 300; row++) {
            assertThat(run.rows().get(row))
                    .startsWith((row / 3 + 1) + ",")
                    .contains(",r%010d,".formatted(row + 1), row % 3 == 1 ? ",long,r" : ",r");
        }
    }

    @Test
    void max_records_counts_records_and_keeps_the_prompts_of_a_row_together() throws IOException {
        run.plan(manifest().put("max_records", 151).<ObjectNode>set("prompt_ids", ids("short", "long")))
                .finish(RunInMemory::echo);

        assertThat(run.rows()).hasSize(150).last().asString().startsWith("75,");
    }

    @Test
    void a_record_that_fails_is_sent_again_alone_and_its_error_names_its_prompt() throws IOException {
        var silent = new HashSet<String>();
        run.plan(manifest()
                        .put("max_attempts", 2)
                        .put("remainder", "pad")
                        .<ObjectNode>set("prompt_ids", ids("short", "long")))
                .finish(input -> {
                    String asked = input.at("/messages/0/content").asText();
                    boolean lost = asked.equals("At length: topic, 7");
                    boolean once = asked.equals("Briefly: topic, 9") && silent.add(asked);
                    return lost || once ? MissingNode.getInstance() : RunInMemory.echo(input);
                });

        assertThat(run.sent().stream().skip(200).limit(3).map(line -> line.substring(13, 24)))
                .containsExactly("r0000000014", "r0000000017", "p0000000001");
        assertThat(run.rows().get(16)).contains("\"Briefly: topic, 9\",ok");
        assertThat(run.run().state()).isInstanceOfSatisfying(RunState.Done.class, done -> {
            assertThat(done.tally().ok()).isEqualTo(199);
            assertThat(done.tally().failed()).isEqualTo(1);
        });
        JsonNode error = JSON.readTree(run.file("errors.jsonl"));
        assertThat(error.path("prompt_id").asText()).isEqualTo("long");
        assertThat(error.path("topic").asText()).isEqualTo("topic, 7");
    }

    @Test
    void the_summary_counts_what_became_of_each_prompt_also_of_what_was_sent_again() throws IOException {
        var silent = new HashSet<String>();
        run.plan(manifest()
                        .put("max_attempts", 2)
                        .put("remainder", "pad")
                        .put("max_records_per_batch", 101)
                        .<ObjectNode>set("prompt_ids", ids("short", "long")))
                .finish(input -> {
                    String asked = input.at("/messages/0/content").asText();
                    boolean lost = asked.equals("At length: topic, 7");
                    boolean once = asked.endsWith("9") && silent.add(asked);
                    return lost || once ? MissingNode.getInstance() : RunInMemory.echo(input);
                });

        assertThat(prompts()).isEqualTo(JSON.readTree("""
                [{"prompt_id": "short", "ok": 100, "failed": 0, "skipped": 0,
                  "input_tokens": 500, "output_tokens": 700, "cost_usd": 0.0005},
                 {"prompt_id": "long", "ok": 99, "failed": 1, "skipped": 0,
                  "input_tokens": 495, "output_tokens": 693, "cost_usd": 0.000495}]"""));
    }

    @Test
    void the_summary_counts_what_became_of_each_prompt_that_rows_name_and_of_rows_that_name_none() throws IOException {
        for (boolean dedupe : new boolean[] {false, true}) {
            ObjectNode manifest = manifest().put("prompt_column", "which").put("remainder", "pad");
            manifest.<ObjectNode>set("prompt_ids", ids("short", "joke_about_topic"));

            run.plan(manifest.put("dedupe", dedupe)).finish(RunInMemory::echo);

            assertThat(prompts()).isEqualTo(JSON.readTree("""
                    [{"prompt_id": "short", "ok": 50, "failed": 0, "skipped": 0,
                      "input_tokens": 250, "output_tokens": 350, "cost_usd": 0.00025},
                     {"prompt_id": "joke_about_topic", "ok": 0, "failed": 0, "skipped": 0,
                      "input_tokens": 0, "output_tokens": 0, "cost_usd": 0}]"""));
            assertThat(JSON.readTree(run.file("summary.json"))
                            .path("rows_without_prompt")
                            .asInt())
                    .isEqualTo(50);
        }
    }

    @Test
    void prompts_are_not_counted_where_an_earlier_version_wrote_a_part_without_counts() throws IOException {
        run.plan(manifest().put("max_records_per_batch", 101).<ObjectNode>set("prompt_ids", ids("short", "long")));
        var folder = new RunFolder(Given.BUCKET, run.run().id());

        run.finish(input -> {
            run.store.delete(folder.partPrompts(1, 1)); // which is there when the second job is answered
            return RunInMemory.echo(input);
        });

        assertThat(prompts()).isEqualTo(JSON.readTree("[{\"prompt_id\": \"short\"}, {\"prompt_id\": \"long\"}]"));
    }

    @Test
    void a_prompt_whose_column_a_row_lacks_is_skipped_and_the_rows_others_are_asked() throws IOException {
        run.store.put(
                "s3://caravan/data/rows.jsonl",
                IntStream.rangeClosed(1, 100)
                        .mapToObj(row -> row == 3 ? "{\"id\":3}" : "{\"id\":" + row + ",\"topic\":\"t\"}")
                        .collect(Collectors.joining("\n")));
        ObjectNode manifest = manifest().put("s3_uri", "s3://caravan/data/rows.jsonl");
        manifest.putObject("prompts").put("who", "Who is {id}?");
        manifest.put("output_format", "jsonl").<ObjectNode>set("prompt_ids", ids("who", "short"));

        run.plan(manifest).finish(RunInMemory::echo);

        assertThat(run.file("result.jsonl").lines().skip(4).limit(2))
                .containsExactly(
                        "{\"id\":3,\"topic\":null,\"prompt_id\":\"who\",\"record_id\":\"r0000000005\",\"response\":\"Who is"
                                + " 3?\",\"status\":\"ok\",\"error\":null,\"stop_reason\":\"end_turn\",\"input_tokens\":5,"
                                + "\"output_tokens\":7,\"cost_usd\":0.000005}",
                        "{\"id\":3,\"topic\":null,\"prompt_id\":\"short\",\"record_id\":\"r0000000006\",\"response\":null,"
                                + "\"status\":\"skipped\",\"error\":\"skipped: column 'topic', which the prompt needs, has"
                                + " no value in this row\",\"stop_reason\":null,\"input_tokens\":null,"
                                + "\"output_tokens\":null,\"cost_usd\":null}");
    }

    @Test
    void a_column_names_the_prompt_of_each_row() throws IOException {
        run.plan(manifest().put("prompt_column", "which")).finish(RunInMemory::echo);

        assertThat(run.rows().get(0))
                .isEqualTo("1,\"topic, 1\",long,r0000000001,\"At length: topic, 1\",ok,,end_turn,5,7");
        assertThat(run.rows().get(1)).contains("\"Briefly: topic, 2\"");
        assertThat(run.rows()).hasSize(100);
        assertThat(run.run().manifest().prompts().all())
                .extracting(prompt -> prompt.id().orElseThrow())
                .as("those of the library whose placeholders are columns")
                .containsExactly("joke_about_topic", "long", "short");
        assertThat(JSON.readTree(run.file("summary.json")).path("prompt_column").asText())
                .isEqualTo("which");
    }

    @Test
    void a_row_that_names_no_prompt_of_the_run_is_skipped_and_the_plan_tells_how_many() throws IOException {
        ObjectNode manifest = manifest().put("prompt_column", "which").put("remainder", "pad");
        manifest.<ObjectNode>set("prompt_ids", ids("short"));

        run.plan(manifest).finish(RunInMemory::echo);

        assertThat(run.rows().get(0))
                .isEqualTo(
                        "1,\"topic, 1\",long,r0000000001,,skipped,\"skipped: column 'which' names 'long', which is no"
                                + " prompt of this run. Its prompts are: short\",,,");
        assertThat(run.rows().get(1)).contains(",ok,");
        assertThat(JSON.readTree(run.file("plan.json")).at("/sample/unsendable").asInt())
                .isEqualTo(50);
        assertThat(JSON.readTree(run.file("summary.json")).at("/rows/skipped").asInt())
                .isEqualTo(50);
    }

    @Test
    void a_prompt_that_changes_after_acceptance_changes_nothing_and_the_accepted_manifest_can_be_dropped_again()
            throws IOException {
        run.plan(manifest().<ObjectNode>set("prompt_ids", ids("short", "long")));
        Prompts accepted = run.run().manifest().prompts();
        run.store.put("s3://caravan/prompts/short.txt", "Changed: {topic}");

        run.finish(RunInMemory::echo);
        assertThat(run.rows().get(0)).contains("Briefly");

        run.plan((ObjectNode) JSON.readTree(run.file("run.json")));
        assertThat(run.run().manifest().prompts()).isEqualTo(accepted);
        run.plan(manifest().put("prompt_column", "which"));
        Prompts named = run.run().manifest().prompts();
        run.plan((ObjectNode) JSON.readTree(run.file("run.json")));
        assertThat(run.run().manifest().prompts()).isEqualTo(named);
    }

    @Test
    void the_manifests_own_prompts_come_before_the_librarys() throws IOException {
        ObjectNode manifest = manifest();
        manifest.putObject("prompts")
                .put("short", "Mine: {topic}")
                .putObject("long")
                .put("prompt", "Form: {topic}");
        manifest.<ObjectNode>set("prompt_ids", ids("short", "long"));

        run.plan(manifest).finish(RunInMemory::echo);

        assertThat(run.rows().get(0)).contains("Mine: topic, 1");
        assertThat(run.rows().get(1)).contains("Form: topic, 1");
    }

    @Test
    void all_that_is_wrong_with_several_prompts_is_said_and_whose_it_is() throws IOException {
        ObjectNode manifest = manifest().put("max_records", 1);
        manifest.putObject("prompts")
                .put("odd", "{nothing}")
                .put("bro ken", "x")
                .put("none", 7);
        manifest.<ObjectNode>set("prompt_ids", ids("odd", "shorty", "sentiment_classifier", "short", "long"));

        assertThat(run.refusal(manifest))
                .containsExactly(
                        "prompts.bro ken: is not a prompt's id: letters, digits, '_' and '-', at most 64",
                        "prompts.none: must be a text, or an object {…} with 'prompt', found 7",
                        "prompt_ids: prompt 'odd' needs column 'nothing', which the data set does not have. Columns are:"
                                + " id, topic, which",
                        "prompt_ids: there is no prompt 'shorty'; did you mean 'short'? Prompts are: joke_about_topic,"
                                + " long, question_answering, sentiment_classifier, short, ticket_router",
                        "prompt_ids: prompt 'sentiment_classifier' needs column 'input_text', which the data set does not"
                                + " have. Columns are: id, topic, which",
                        "max_records: must be at least 4, as each row is a record for each of 4 prompts, found 1");
    }

    @Test
    void prompts_too_large_together_for_the_inventory_are_refused() throws IOException {
        ObjectNode manifest = manifest();
        for (String id : new String[] {"a", "b", "c"}) {
            manifest.withObjectProperty("prompts").put(id, "x".repeat(70_000));
        }
        manifest.<ObjectNode>set("prompt_ids", ids("a", "b", "c"));

        assertThat(run.refusal(manifest))
                .containsExactly("prompt_ids: means 3 prompts of 210000 bytes together; at most 200000 are possible, so"
                        + " name fewer, or make them shorter");
    }

    /** Those of the summary, without their digests. */
    private JsonNode prompts() throws IOException {
        JsonNode prompts = JSON.readTree(run.file("summary.json")).path("prompts");
        prompts.forEach(prompt -> ((ObjectNode) prompt).remove("prompt_digest"));
        return prompts;
    }

    private static ObjectNode manifest() {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/rows.csv")
                .put("job_name_prefix", "prompts")
                .put("model_id", Given.HAIKU);
    }

    private static JsonNode ids(String... ids) {
        return JSON.valueToTree(ids);
    }
}
