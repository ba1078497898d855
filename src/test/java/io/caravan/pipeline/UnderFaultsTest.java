package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.EventFaults;
import io.caravan.simulator.bedrock.Faults.JobFault;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import io.caravan.simulator.bedrock.Oddity;
import io.caravan.simulator.bedrock.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault that the simulator can be switched to, met by the service. */
class UnderFaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int QUOTA = 2;
    private static final int ROWS = 300;

    @TempDir
    static Path data;

    private static LocalCaravan caravan;

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, QUOTA);
        caravan.put(
                "data/words.csv",
                IntStream.rangeClosed(1, ROWS)
                        .mapToObj(row -> row + "," + (row % 2 == 0 ? "even " : "odd ") + row)
                        .collect(Collectors.joining("\n", "id,word\n", "\n")));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    /** Whatever happened, every slot is free again. */
    @AfterEach
    void mend() throws IOException {
        caravan.cloud().simulator().faults(Faults.NONE);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(JSON.readTree(caravan.page("/api/slots")))
                        .allMatch(slots -> slots.path("inUse").asInt() == 0));
    }

    @Test
    void throttled_records_are_sent_again_and_only_those() {
        faults(records(new RecordFault("odd", 0, 429, "Too many requests", 1)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(billed(run)).containsExactlyInAnyOrder(300, 150);
    }

    @Test
    void records_that_fail_each_time_are_given_up_after_max_attempts() {
        faults(records(new RecordFault("odd", 0, 500, "Internal error", 0)));

        JsonNode run = run(manifest().put("max_attempts", 2));

        assertThat(run.path("state").asText()).isEqualTo("done");
        assertThat(run.at("/errors/server").asInt()).isEqualTo(150);
        assertThat(billed(run)).containsExactlyInAnyOrder(300, 150);
    }

    @Test
    void records_that_are_not_valid_are_not_sent_again() {
        faults(records(new RecordFault("odd", 0, 400, "Malformed input", 0)));

        JsonNode run = run(manifest());

        assertThat(run.at("/errors/validation").asInt()).isEqualTo(150);
        assertThat(billed(run)).containsExactly(300);
    }

    @Test
    void too_few_failed_records_for_a_job_of_their_own_stay_failed() {
        faults(records(new RecordFault("odd 1", 0, 429, "Too many requests", 1)));

        JsonNode run = run(manifest());

        assertThat(run.at("/errors/throttled").asInt()).isBetween(1, 99);
        assertThat(billed(run)).containsExactly(300);
    }

    @Test
    void a_job_that_completed_with_every_record_failed_is_not_called_good() {
        faults(jobs(new JobFault(null, null, null, 0, true, null, 0)));

        JsonNode run = run(manifest().put("max_failed_percent", 10).put("max_attempts", 1));

        assertThat(run.path("state").asText()).isEqualTo("failed");
        assertThat(run.path("failed").asInt()).isEqualTo(ROWS);
        assertThat(caravan.object(run, "result").lines()).hasSize(ROWS + 1);
    }

    @Test
    void what_a_partially_completed_job_did_is_kept_and_the_rest_sent_again() {
        faults(jobs(new JobFault(null, Status.PartiallyCompleted, null, 50, false, null, 1)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(creates(run, "accepted")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"Failed", "Expired", "Stopped"})
    void what_a_job_did_before_it_ended_too_soon_is_kept_and_the_rest_sent_again(Status end) {
        faults(jobs(new JobFault(null, end, null, 50, false, null, 1)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(creates(run, "accepted")).isEqualTo(2);
        assertThat(asked(run)).containsExactlyInAnyOrder(300, 150);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"PartiallyCompleted", "Failed", "Stopped"})
    void a_job_that_ended_without_any_output_is_sent_again_as_a_whole(Status end) {
        faults(jobs(new JobFault(null, end, null, 50, false, Set.of(Oddity.NOTHING), 1)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(asked(run)).containsExactlyInAnyOrder(300, 300);
    }

    @Test
    void a_job_that_somebody_else_stopped_before_it_began_is_sent_again() {
        faults(jobs(new JobFault(null, Status.Stopped, null, 0, false, null, 1)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(creates(run, "accepted")).isEqualTo(2);
    }

    @Test
    void a_last_line_that_breaks_off_costs_its_own_record_only() {
        faults(jobs(new JobFault(null, null, null, 0, false, Set.of(Oddity.LAST_LINE_CUT), 0)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS - 1);
        assertThat(run.at("/errors/unprocessed").asInt()).isEqualTo(1);
    }

    @Test
    void repeated_and_unknown_records_unknown_members_and_codes_as_text_change_no_row() {
        faults(jobs(new JobFault(
                        null,
                        null,
                        null,
                        0,
                        false,
                        Set.of(
                                Oddity.LINES_REPEATED,
                                Oddity.UNKNOWN_RECORDS,
                                Oddity.UNKNOWN_MEMBERS,
                                Oddity.CODES_AS_TEXT,
                                Oddity.SEVERAL_FILES),
                        0))
                .withRecords(new RecordFault("odd", 0, 400, "Malformed input", 0)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(150);
        assertThat(run.at("/errors/validation").asInt()).isEqualTo(150);
        assertThat(caravan.object(run, "result").lines()).hasSize(ROWS + 1);
    }

    @Test
    void an_expired_job_is_sent_again() {
        faults(jobs(new JobFault(null, Status.Expired, null, 0, false, null, 1)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(creates(run, "accepted")).isEqualTo(2);
    }

    @Test
    void a_job_that_fails_validation_is_not_repeated_blindly() {
        faults(jobs(new JobFault(null, Status.Failed, "The role cannot read the bucket", 0, false, null, 0)));

        JsonNode run = run(manifest());

        assertThat(run.at("/errors/validation").asInt()).isEqualTo(ROWS);
        assertThat(caravan.object(run, "errors_file")).contains("The role cannot read the bucket");
        assertThat(creates(run, "accepted")).isEqualTo(1);
    }

    @Test
    void an_output_of_several_files_without_a_manifest_is_read_whole() {
        faults(jobs(new JobFault(null, null, null, 0, false, Set.of(Oddity.NO_MANIFEST, Oddity.SEVERAL_FILES), 0)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
    }

    @Test
    void a_creation_whose_answer_is_lost_makes_one_job() {
        faults(Faults.NONE.withCreates(0, 0, 0, 1));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(creates(run, "accepted")).isEqualTo(1);
    }

    @Test
    void throttled_and_failed_creations_mean_wait() {
        faults(Faults.NONE.withCreates(0, 6, 6, 0));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(creates(run, "accepted")).isEqualTo(1);
    }

    @Test
    void a_quota_that_others_use_up_means_wait_and_the_status_says_why() {
        faults(Faults.NONE.withCreates(QUOTA, 0, 0, 0));
        String key = caravan.drop(manifest().toString());

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(caravan.find(key))
                        .hasValueSatisfying(
                                run -> assertThat(run.path("waiting").asText())
                                        .contains("waits for room at Bedrock: ServiceQuotaExceededException")));
        faults(Faults.NONE);

        assertThat(caravan.awaitOver(key).path("ok").asInt()).isEqualTo(ROWS);
    }

    @Test
    void without_any_event_the_sweeper_finds_out() {
        faults(events(new EventFaults(100, 0, 0, 0, 0, false)));

        assertThat(run(manifest()).path("ok").asInt()).isEqualTo(ROWS);
    }

    @Test
    void early_repeated_late_and_foreign_events_change_nothing() {
        faults(events(new EventFaults(0, 100, 100, 200, 500, true)));

        JsonNode run = run(manifest());

        assertThat(run.path("ok").asInt()).isEqualTo(ROWS);
        assertThat(creates(run, "accepted")).isEqualTo(1);
    }

    @Test
    void slow_lists_and_lagging_counters_delay_no_result() {
        faults(Faults.NONE.with(new EventFaults(100, 0, 0, 0, 0, false)).withLag(700, 60_000));

        assertThat(run(manifest()).path("ok").asInt()).isEqualTo(ROWS);
    }

    @Test
    void a_cancelled_run_delivers_every_row_and_sends_nothing_more() {
        faults(Faults.NONE.withCreates(QUOTA, 0, 0, 0)); // nothing can start
        String key = caravan.drop(manifest().toString());
        String id = awaitJobs(key, "Ready");

        assertThat(caravan.post("/api/runs/" + id + "/cancel")).isEqualTo(202);

        JsonNode run = caravan.awaitOver(key);
        assertThat(run.path("state").asText()).isEqualTo("cancelled");
        assertThat(run.path("skipped").asInt()).isEqualTo(ROWS);
        assertThat(caravan.object(run, "result").lines()).hasSize(ROWS + 1);
        assertThat(creates(run, "accepted")).isZero();
    }

    @Test
    void a_cancelled_run_may_go_on_with_what_it_never_sent() {
        faults(Faults.NONE.withCreates(QUOTA, 0, 0, 0));
        String key = caravan.drop(manifest().put("max_records_per_batch", 100).toString());
        String id = awaitJobs(key, "Ready");
        caravan.post("/api/runs/" + id + "/cancel");
        assertThat(caravan.awaitOver(key).path("unsent").asInt()).isEqualTo(ROWS);
        faults(Faults.NONE);

        assertThat(caravan.post("/api/runs/" + id + "/retry")).isEqualTo(202);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                caravan.find(key).orElseThrow().path("ok").asInt())
                        .isEqualTo(ROWS));
        JsonNode run = caravan.awaitOver(key);
        assertThat(run.path("state").asText()).isEqualTo("done");
        assertThat(run.path("skipped").asInt()).isZero();
        assertThat(run.path("unsent").asInt()).isZero();
        assertThat(caravan.object(run, "result").lines()).hasSize(ROWS + 1);
        assertThat(billed(run)).containsExactly(100, 100, 100);
    }

    @Test
    void a_dropped_file_cancels_too() {
        faults(Faults.NONE.withCreates(QUOTA, 0, 0, 0));
        String key = caravan.drop(manifest().toString());
        String id = awaitJobs(key, "Ready");

        caravan.put("runs/" + id + "/cancel", "");

        assertThat(caravan.awaitOver(key).path("state").asText()).isEqualTo("cancelled");
    }

    @Test
    void a_user_may_have_every_failed_row_sent_again() {
        faults(records(new RecordFault("odd", 0, 403, "No access yet", 0)));
        String key = caravan.drop(manifest().toString());
        JsonNode first = caravan.awaitOver(key);
        assertThat(first.path("failed").asInt()).isEqualTo(150);
        faults(Faults.NONE);

        assertThat(caravan.post("/api/runs/" + first.path("id").asText() + "/retry"))
                .isEqualTo(202);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                caravan.find(key).orElseThrow().path("ok").asInt())
                        .isEqualTo(ROWS));
        JsonNode again = caravan.awaitOver(key);
        assertThat(again.path("failed").asInt()).isZero();
        assertThat(caravan.object(again, "result").lines()).hasSize(ROWS + 1);
        assertThat(billed(again)).containsExactlyInAnyOrder(300, 150);
    }

    @Test
    void a_dropped_file_sends_failed_rows_again_too() {
        faults(records(new RecordFault("odd", 0, 403, "No access yet", 0)));
        String key = caravan.drop(manifest().toString());
        JsonNode first = caravan.awaitOver(key);
        faults(Faults.NONE);

        caravan.put("runs/" + first.path("id").asText() + "/retry", "");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(caravan.find(key))
                        .hasValueSatisfying(
                                run -> assertThat(run.path("ok").asInt()).isEqualTo(ROWS)));
    }

    @Test
    void an_event_that_is_none_or_far_too_large_is_parked_and_the_run_goes_on() {
        caravan.send("caravan-events", "no event at all {");
        caravan.send("caravan-events", "an event of" + " many".repeat(40_000) + " words");

        assertThat(run(manifest()).path("ok").asInt()).isEqualTo(ROWS);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(caravan.page("/api/failures"))
                        .contains("no event at all {")
                        .contains("an event of many many")
                        .contains("\"route\":\"track\"")
                        .contains("JsonParseException"));
    }

    @Test
    void a_slot_that_leaked_is_given_back() {
        run(manifest());
        caravan.leak();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(JSON.readTree(caravan.page("/api/slots")))
                        .allMatch(slots -> slots.path("inUse").asInt() == 0));
    }

    @Test
    void a_message_that_cannot_be_understood_is_parked_with_its_reason() {
        caravan.send("caravan-plan", "there is no such run!");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(caravan.page("/api/failures"))
                        .contains("not a run id: 'there is no such run!'")
                        .contains("\"route\":\"plan\""));
    }

    private static String awaitJobs(String key, String state) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> caravan.find(key)
                        .filter(run -> run.at("/jobs/" + state).asInt() > 0)
                        .isPresent());
        return caravan.find(key).orElseThrow().path("id").asText();
    }

    private static JsonNode run(ObjectNode manifest) {
        return caravan.run(manifest.toString());
    }

    private static ObjectNode manifest() {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/words.csv")
                .put("job_name_prefix", "words")
                .put("model_id", "anthropic.claude-3-haiku-20240307-v1:0")
                .put("prompt", "Say {word}");
    }

    /** The records of each job that was billed. */
    private static List<Integer> billed(JsonNode run) {
        return caravan.ledger(run).stream()
                .filter(line -> line.path("what").asText().equals("billed"))
                .map(line -> line.path("total").asInt())
                .toList();
    }

    /** The records of each job that was created, by the job's input. */
    private static List<Integer> asked(JsonNode run) {
        return caravan.keys("runs/" + run.path("id").asText() + "/jobs/").stream()
                .filter(key -> key.endsWith("/input.jsonl"))
                .map(key ->
                        Math.toIntExact(caravan.get(key).orElseThrow().lines().count()))
                .toList();
    }

    private static long creates(JsonNode run, String outcome) {
        return caravan.ledger(run).stream()
                .filter(line -> line.path("what").asText().equals("create")
                        && line.path("outcome").asText().equals(outcome))
                .count();
    }

    private static void faults(Faults faults) {
        caravan.cloud().simulator().faults(faults);
    }

    private static Faults records(RecordFault fault) {
        return Faults.NONE.withRecords(fault);
    }

    private static Faults jobs(JobFault fault) {
        return Faults.NONE.withJobs(fault);
    }

    private static Faults events(EventFaults events) {
        return Faults.NONE.with(events);
    }
}
