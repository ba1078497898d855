package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.fakes.Given;
import io.caravan.fakes.RunInMemory;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parameters of the model that rows bring with them. */
class ParametersPerRowTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SONNET_45 = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

    private final RunInMemory run = new RunInMemory();

    @Test
    void a_cell_replaces_the_runs_parameter_and_an_empty_one_leaves_it() throws IOException {
        rows("20,0.5,\"[\"\"END\"\"]\"", ",,", "30.0,,", " 40 ,1,");

        run.plan(manifest(Given.HAIKU)).finish(RunInMemory::echo);

        assertThat(input(0).path("max_tokens").asInt()).isEqualTo(20);
        assertThat(input(0).path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(input(0).path("stop_sequences")).hasSize(1);
        assertThat(input(1).path("max_tokens").asInt()).isEqualTo(7);
        assertThat(input(1).has("temperature")).isFalse();
        assertThat(input(2).path("max_tokens").isInt())
                .as("as tables write whole numbers that may be missing")
                .isTrue();
        assertThat(input(3).path("max_tokens").asInt()).isEqualTo(40);
        assertThat(run.rows().get(1)).isEqualTo(",,,r0000000002,Tell: ,ok,,end_turn,5,7");
    }

    @Test
    void a_row_whose_value_the_model_would_refuse_is_skipped_with_the_reason() throws IOException {
        rows("many,,", "0,2,", "5,,");

        run.plan(manifest(Given.HAIKU)).finish(RunInMemory::echo);

        assertThat(run.rows().subList(0, 3))
                .containsExactly(
                        "many,,,r0000000001,,skipped,\"skipped: parameter 'max_tokens', of column 'tokens', expected a"
                                + " whole number from 1, found 'many'\",,,",
                        "0,2,,r0000000002,,skipped,\"skipped: parameter 'max_tokens', of column 'tokens', expected a whole"
                                + " number from 1, found 0; parameter 'temperature', of column 'temp', expected a number"
                                + " from 0 to 1, found 2\",,,",
                        "5,,,r0000000003,Tell: ,ok,,end_turn,5,7");
        assertThat(run.sent()).filteredOn(line -> !line.contains("\"p0")).hasSize(98);
        assertThat(JSON.readTree(run.file("plan.json")).at("/sample/unsendable").asInt())
                .isEqualTo(2);
    }

    @Test
    void what_does_not_go_together_is_found_in_the_row_where_it_comes_together() throws IOException {
        rows("5,0.1,", "5,,");
        ObjectNode manifest = manifest(SONNET_45);
        manifest.withObjectProperty("parameters").put("top_p", 0.9);

        run.plan(manifest).finish(RunInMemory::echo);

        assertThat(run.rows().get(0))
                .contains(
                        "parameter 'temperature', of column 'temp', anthropic.claude-sonnet-4-5-20250929-v1:0 takes only"
                                + " one of temperature, top_p; leave out all but one of them");
        assertThat(run.rows().get(1)).contains(",ok,");
    }

    @Test
    void values_of_any_number_are_sent_right() throws IOException {
        run.store.put(
                "s3://caravan/data/rows.csv",
                "tokens,temp,stops\n"
                        + String.join(
                                "\n",
                                IntStream.rangeClosed(1, 2500)
                                        .mapToObj(row -> row + ",,")
                                        .toList()));

        run.plan(manifest(Given.HAIKU)).finish(RunInMemory::echo);

        for (int row = 0; row < 2500; row++) {
            assertThat(input(row).path("max_tokens").asInt()).isEqualTo(row + 1);
        }
    }

    @Test
    void answers_are_estimated_by_what_the_rows_allow_them() throws IOException {
        rows(IntStream.range(0, 120).mapToObj(row -> "400,,").toArray(String[]::new));

        run.plan(manifest(Given.HAIKU));

        assertThat(JSON.readTree(run.file("plan.json"))
                        .at("/output_tokens/high")
                        .asInt())
                .isEqualTo(120 * 400);
    }

    @Test
    void an_accepted_manifest_keeps_the_columns_and_can_be_dropped_again() throws IOException {
        rows("5,,");
        run.plan(manifest(Given.HAIKU));
        var columns = run.run().manifest().parameterColumns();

        run.plan((ObjectNode) JSON.readTree(run.file("run.json")));

        assertThat(columns).hasSize(3).containsEntry("max_tokens", "tokens");
        assertThat(run.run().manifest().parameterColumns()).isEqualTo(columns);
    }

    /** The given rows, and as many more as make a job. */
    private void rows(String... rows) {
        String more = "5,,\n".repeat(Math.max(0, 100 - rows.length));
        run.store.put(
                "s3://caravan/data/rows.csv", "tokens,temp,stops\n" + String.join("\n", List.of(rows)) + "\n" + more);
    }

    private JsonNode input(int line) throws IOException {
        return JSON.readTree(run.sent().get(line)).path("modelInput");
    }

    private static ObjectNode manifest(String model) {
        ObjectNode manifest = JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/rows.csv")
                .put("job_name_prefix", "parameters")
                .put("model_id", model)
                .put("remainder", "pad")
                .put("prompt", "Tell: {stops}");
        manifest.putObject("parameters").put("max_tokens", 7);
        manifest.putObject("parameter_columns")
                .put("max_tokens", "tokens")
                .put("temperature", "temp")
                .put("stop_sequences", "stops");
        return manifest;
    }
}
