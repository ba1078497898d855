package io.caravan.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.fakes.FakeOnDemand;
import io.caravan.fakes.Given;
import io.caravan.fakes.GivenManifest;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.port.OnDemand.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RunId RUN = new RunId("jokes");
    private static final String FOLDER = "s3://caravan/runs/jokes/";
    private static final JobId FIRST = new JobId(RUN, 1, 1);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final MemoryInventory inventory = new MemoryInventory();
    private final MemoryStore store = new MemoryStore();
    private final FakeOnDemand bedrock = new FakeOnDemand();
    private Instant now = Given.NOW;
    private final Canary canary = new Canary(
            inventory,
            store,
            new Invocations(bedrock, store, 2, SILENCE, Duration.ofMillis(1), () -> now, new Random(1)),
            Given.models(),
            Given.BUCKET,
            SILENCE,
            () -> now);

    @Test
    void the_first_job_s_input_is_written_before() throws Exception {
        run(wish());

        assertThat(canary.send("jokes").toWrite()).containsExactly(FIRST);
        assertThat(bedrock.asked).isEmpty();
    }

    @Test
    void the_first_records_are_invoked_and_then_the_run_goes_on() throws Exception {
        run(wish());
        input(50);

        Canary.Outcome outcome = canary.send("jokes");

        assertThat(bedrock.asked).hasSize(4).allMatch(input -> input.matches(".*\"w[1-4]\".*"));
        assertThat(outcome).isEqualTo(Canary.Outcome.NOTHING);
        assertThat(state()).isInstanceOfSatisfying(RunState.Running.class, running -> {
            assertThat(running.records()).isEqualTo(200);
            assertThat(running.chunks()).isEqualTo(2);
        });
    }

    @Test
    void its_report_shows_answers_tokens_and_cost_and_what_the_run_would_cost() throws Exception {
        run(wish());
        input(50);

        canary.send("jokes");

        JsonNode report = report();
        assertThat(report.path("passed").asBoolean()).isTrue();
        assertThat(report.path("records").asInt()).isEqualTo(4);
        assertThat(report.at("/answers/0/record_id").asText()).isEqualTo("r0000000001");
        assertThat(report.at("/answers/0/response").asText()).isEqualTo("hello");
        assertThat(report.at("/tokens/input").asInt()).isEqualTo(12);
        assertThat(report.at("/tokens/output").asInt()).isEqualTo(8);
        var price = Given.models().resolve(Given.HAIKU).price().orElseThrow();
        assertThat(report.path("cost_usd").decimalValue()).isEqualByComparingTo(price.onDemand(12, 8));
        assertThat(report.path("run_estimate_usd").decimalValue()).isEqualByComparingTo(price.batch(600, 400));
        assertThat(report.path("prices_of").asText()).isEqualTo(price.taken().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 25, true",
        "1, 24, false",
        "2, 25, false",
        "3, 100, true",
        "4, 100, false", // nothing can be hoped for
    })
    void it_stops_its_run_when_too_many_fail(int failing, double percent, boolean goesOn) throws Exception {
        run(wish().maxFailedPercent(percent));
        input(50);
        bedrock.says(input -> IntStream.rangeClosed(1, failing).anyMatch(row -> input.contains("\"w" + row + "\""))
                ? new Reply.Refused(400, "ValidationException: odd")
                : new Reply.Answered(FakeOnDemand.HELLO));

        Canary.Outcome outcome = canary.send("jokes");

        assertThat(outcome.over().isEmpty()).isEqualTo(goesOn);
        assertThat(report().path("passed").asBoolean()).isEqualTo(goesOn);
        assertThat(state()).isInstanceOf(goesOn ? RunState.Running.class : RunState.Failed.class);
    }

    @Test
    void a_run_that_it_stopped_says_why_and_has_no_job_left_open() throws Exception {
        run(wish().maxFailedPercent(10));
        input(50);
        bedrock.says(input -> input.contains("\"w3\"")
                ? new Reply.Refused(403, "AccessDeniedException: no access to the model")
                : new Reply.Answered(FakeOnDemand.HELLO));

        assertThat(canary.send("jokes").over()).containsExactly(RUN);

        assertThat(state())
                .isInstanceOfSatisfying(
                        RunState.Failed.class,
                        failed -> assertThat(failed.reason())
                                .isEqualTo(
                                        "the canary stopped the run before anything was submitted: 1 of its 4 records"
                                                + " failed (denied \u00d71), more than max_failed_percent 10.0; the first:"
                                                + " r0000000003: AccessDeniedException: no access to the model"));
        assertThat(inventory.jobs(RUN)).allMatch(job -> job.state() instanceof JobState.Collected);
    }

    @Test
    void a_chunk_with_fewer_records_than_asked_for_gives_what_it_has() throws Exception {
        run(wish());
        input(2);

        canary.send("jokes");

        assertThat(report().path("records").asInt()).isEqualTo(2);
    }

    @Test
    void a_canary_that_another_replica_is_at_is_left_alone_until_it_is_silent() throws Exception {
        run(wish());
        input(50);
        inventory.move(inventory.run(RUN).orElseThrow(), new RunState.Canary(200, 2, now.minusSeconds(59)));

        canary.send("jokes");
        assertThat(bedrock.asked).isEmpty();

        now = now.plusSeconds(1);
        canary.send("jokes");
        assertThat(state()).isInstanceOf(RunState.Running.class);
    }

    @Test
    void after_a_crash_only_the_rest_is_asked() throws Exception {
        run(wish());
        input(50);
        store.put(
                FOLDER + "canary/on-demand/00002.jsonl.out",
                "{\"recordId\":\"r0000000002\",\"modelInput\":{},\"modelOutput\":" + FakeOnDemand.HELLO + "}\n");

        canary.send("jokes");

        assertThat(bedrock.asked).hasSize(3);
        assertThat(report().path("ok").asInt()).isEqualTo(4);
    }

    @Test
    void a_run_that_is_past_its_canary_is_an_old_story() throws Exception {
        run(wish());
        inventory.move(inventory.run(RUN).orElseThrow(), new RunState.Running(200, 2, now));

        assertThat(canary.send("jokes")).isEqualTo(Canary.Outcome.NOTHING);
    }

    private static GivenManifest wish() {
        return Given.wish(Given.HAIKU, "{topic}").canary(4);
    }

    private void run(GivenManifest wish) {
        inventory.add(Given.run("jokes", wish.done()));
        Run run = inventory.run(RUN).orElseThrow();
        inventory.move(run, new RunState.Canary(200, 2, Instant.EPOCH));
        inventory.add(
                List.of(Given.job("jokes", 1, new JobState.Planned()), Given.job("jokes", 2, new JobState.Planned())));
    }

    private void input(int records) {
        store.put(
                FOLDER + "jobs/00001-1/input.jsonl",
                IntStream.rangeClosed(1, records)
                        .mapToObj(row ->
                                "{\"recordId\":\"r%010d\",\"modelInput\":{\"word\":\"w%d\"}}\n".formatted(row, row))
                        .collect(Collectors.joining()));
    }

    private RunState state() {
        return inventory.run(RUN).orElseThrow().state();
    }

    private JsonNode report() throws IOException {
        return JSON.readTree(store.text(FOLDER + "canary.json").orElseThrow());
    }
}
