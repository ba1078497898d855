package io.caravan.simulator;

import static io.caravan.simulator.SimulatedBedrock.json;
import static io.caravan.simulator.SimulatedBedrock.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ServiceQuotaExceededException;

/** Each fault, switched on as a user would: {@code PUT /simulator/faults}. */
class FaultsTest {

    private static final List<String> STATES =
            List.of("Submitted", "Validating", "Scheduled", "InProgress", "Completed");

    @TempDir
    Path folder;

    private SimulatedBedrock bedrock;

    @BeforeEach
    void open() throws IOException {
        bedrock = SimulatedBedrock.start(folder, Simulation.DEFAULT.with(Delays.NONE));
    }

    @AfterEach
    void close() throws IOException {
        bedrock.close();
    }

    @Test
    void faults_are_shown_as_they_were_set_and_set_as_a_whole() {
        bedrock.faults("{'throttleCreates':2,'events':{'lostPercent':10}}".replace('\'', '"'));
        bedrock.faults("{'listDelayMillis':5}".replace('\'', '"'));

        JsonNode shown = json(bedrock.send(
                        HttpRequest.newBuilder(bedrock.uri("/simulator/faults")).GET())
                .body());
        assertThat(shown.path("listDelayMillis").asInt()).isEqualTo(5);
        assertThat(shown.path("throttleCreates").asInt()).isZero();
        assertThat(shown.path("events").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'throttle':2}|Unrecognized field",
                "{'throttleCreates':-1}|'throttleCreates' must be 0 or more, found -1",
                "{'events':{'lostPercent':101}}|'events.lostPercent' must be between 0 and 100, found 101",
                "{'jobs':[{'end':'Exploded'}]}|Exploded",
                "{'jobs':[{'end':'Completed'}]}|'jobs[0].end' must be Failed, Expired, PartiallyCompleted or Stopped, found Completed",
                "{'records':[{'errorCode':500}]}|'records[0]' needs 'contains' or 'everyNth'",
                "nonsense|not understood"
            })
    void faults_that_make_no_sense_are_refused_and_the_others_stay(String faults, String message) {
        HttpResponse<String> response = bedrock.put("/simulator/faults", faults.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).path("message").asText()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "400, The provided request is not valid",
        "429, 'Too many requests, please wait before trying again.'",
        "500, The system encountered an unexpected error during processing. Try your request again.",
        "503, Bedrock is unable to process your request."
    })
    void records_fail_by_class(int code, String message) {
        bedrock.faults("{\"records\":[{\"contains\":\"joke 7\\\"\",\"errorCode\":" + code + "}]}");
        GetModelInvocationJobResponse job = completed("jokes");

        assertThat(job.errorRecordCount()).isEqualTo(1);
        assertThat(bedrock.output(job.jobArn(), "jokes"))
                .filteredOn(line -> line.has("error"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("recordId").asText()).isEqualTo("r0000000007");
                    assertThat(line.at("/error/errorCode").asInt()).isEqualTo(code);
                    assertThat(line.at("/error/errorMessage").asText()).isEqualTo(message);
                });
    }

    @Test
    void every_nth_record_fails_with_the_message_given() {
        bedrock.faults("{\"records\":[{\"everyNth\":10,\"errorCode\":424,\"errorMessage\":\"Try later\"}]}");
        GetModelInvocationJobResponse job = completed("jokes");

        assertThat(job.errorRecordCount()).isEqualTo(10);
        assertThat(bedrock.output(job.jobArn(), "jokes"))
                .filteredOn(line -> line.has("error"))
                .allSatisfy(line ->
                        assertThat(line.at("/error/errorMessage").asText()).isEqualTo("Try later"));
    }

    @Test
    void a_record_heals_after_as_many_times_as_said() {
        bedrock.faults("{\"records\":[{\"contains\":\"joke 7\\\"\",\"errorCode\":429,\"times\":2}]}");

        assertThat(completed("first").errorRecordCount()).isEqualTo(1);
        assertThat(completed("second").errorRecordCount()).isEqualTo(1);
        assertThat(completed("third").errorRecordCount()).isZero();
    }

    @Test
    void a_job_whose_every_record_fails_is_completed() {
        bedrock.faults("{\"jobs\":[{\"allRecordsFail\":true}]}");
        GetModelInvocationJobResponse job = completed("jokes");

        assertThat(job.errorRecordCount()).isEqualTo(100);
        assertThat(bedrock.output(job.jobArn(), "jokes"))
                .hasSize(100)
                .allSatisfy(line -> assertThat(line.has("error")).isTrue());
    }

    @Test
    void a_job_is_partially_completed_midway_and_the_other_records_are_absent() {
        bedrock.faults("{\"jobs\":[{\"end\":\"PartiallyCompleted\",\"atPercent\":40}]}");
        String arn = bedrock.createJob("jokes", 100);
        GetModelInvocationJobResponse job = awaitStatus(arn, "PartiallyCompleted");

        assertThat(job.totalRecordCount()).isEqualTo(100);
        assertThat(job.processedRecordCount()).isEqualTo(40);
        assertThat(bedrock.output(arn, "jokes")).hasSize(40);
    }

    @Test
    void a_job_expires_and_leaves_nothing() {
        bedrock.faults("{\"jobs\":[{\"end\":\"Expired\"}]}");
        awaitStatus(bedrock.createJob("jokes", 100), "Expired");

        assertThat(bedrock.storage().keys("out/")).isEmpty();
    }

    @Test
    void a_job_fails_in_validation_with_the_message_given_and_only_the_one_named_so() {
        bedrock.faults(
                "{\"jobs\":[{\"nameContains\":\"bad\",\"end\":\"Failed\",\"message\":\"Could not assume role\"}]}");

        assertThat(awaitStatus(bedrock.createJob("bad-one", 100), "Failed").message())
                .isEqualTo("Could not assume role");
        assertThat(completed("good-one").message()).isNull();
    }

    @Test
    void a_fault_of_jobs_ends_after_as_many_jobs_as_said() {
        bedrock.faults("{\"jobs\":[{\"end\":\"Failed\",\"times\":1}]}");

        awaitStatus(bedrock.createJob("first", 100), "Failed");
        completed("second");
    }

    @Test
    void a_foreign_user_s_jobs_take_slots_of_the_quota() {
        bedrock.faults("{\"foreignActiveJobs\":100}");

        assertThatThrownBy(() -> bedrock.createJob("jokes", 100)).isInstanceOf(ServiceQuotaExceededException.class);
        bedrock.faults("{\"foreignActiveJobs\":99}");
        completed("jokes");
    }

    @ParameterizedTest
    @CsvSource({"throttleCreates, 429, ThrottlingException", "failCreates, 500, InternalServerException"})
    void creates_are_refused_as_often_as_said_and_the_sdk_tries_again(String fault, int status, String type) {
        bedrock.faults("{\"" + fault + "\":1}");
        HttpResponse<String> response = bedrock.signed("POST", "/model-invocation-job", "{}");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains(type);

        bedrock.faults("{\"" + fault + "\":2}");
        completed("jokes");
    }

    @Test
    void a_create_whose_response_is_lost_was_accepted_and_its_token_finds_the_job() {
        bedrock.faults("{\"loseCreateResponses\":1}");
        var request = request("jokes").clientRequestToken("token-1").build();

        // The SDK tries again by itself, with the same token.
        String arn = bedrock.client().createModelInvocationJob(request).jobArn();

        assertThat(bedrock.client().listModelInvocationJobs(b -> {}).invocationJobSummaries())
                .singleElement()
                .satisfies(job -> assertThat(job.jobArn()).isEqualTo(arn));
        assertThat(bedrock.client().createModelInvocationJob(request).jobArn()).isEqualTo(arn);
    }

    @Test
    void without_faults_each_state_is_told_once_in_order() {
        completed("jokes");

        await().until(() -> bedrock.events().size() == STATES.size());
        assertThat(statuses()).isEqualTo(STATES);
    }

    @Test
    void lost_events_never_arrive() {
        bedrock.faults("{\"events\":{\"lostPercent\":100}}");
        completed("jokes");
        bedrock.faults("{}");
        completed("other");

        await().until(() -> bedrock.events().size() == STATES.size());
        assertThat(bedrock.events())
                .allSatisfy(event ->
                        assertThat(event.at("/detail/batchJobName").asText()).isEqualTo("other"));
    }

    @Test
    void duplicated_events_arrive_twice() {
        bedrock.faults("{\"events\":{\"duplicatedPercent\":100}}");
        completed("jokes");

        await().until(() -> bedrock.events().size() == 2 * STATES.size());
        assertThat(statuses()).containsAll(STATES);
        assertThat(bedrock.events().stream().map(event -> event.path("id")).distinct())
                .hasSize(STATES.size());
    }

    @Test
    void foreign_events_tell_of_jobs_that_nobody_here_made() {
        bedrock.faults("{\"events\":{\"foreignPercent\":100}}");
        String arn = completed("jokes").jobArn();

        await().until(() -> bedrock.events().size() == 2 * STATES.size());
        assertThat(bedrock.events().stream()
                        .filter(event ->
                                !event.at("/detail/batchJobArn").asText().equals(arn)))
                .hasSize(STATES.size())
                .allSatisfy(event ->
                        assertThat(event.at("/detail/batchJobName").asText()).isEqualTo("somebody-elses-job"));
    }

    @Test
    void late_events_arrive_after_their_job_is_over() {
        bedrock.faults("{\"events\":{\"delayMillis\":1500}}");
        completed("jokes");
        int soFar = bedrock.events().size();

        await().until(() -> bedrock.events().size() == STATES.size());
        assertThat(soFar).isZero();
    }

    @Test
    void shuffled_events_overtake_each_other_and_all_arrive() {
        bedrock.faults("{\"events\":{\"shuffleMillis\":200}}");
        for (int i = 0; i < 10; i++) {
            completed("jokes-" + i);
        }

        await().until(() -> bedrock.events().size() == 10 * STATES.size());
        List<List<String>> told = bedrock.events().stream()
                .map(event -> event.at("/detail/batchJobName").asText())
                .distinct()
                .map(name -> bedrock.events().stream()
                        .filter(event ->
                                event.at("/detail/batchJobName").asText().equals(name))
                        .map(event -> event.at("/detail/status").asText())
                        .toList())
                .toList();
        assertThat(told)
                .allSatisfy(states -> assertThat(states).containsExactlyInAnyOrderElementsOf(STATES))
                .anySatisfy(states -> assertThat(states).isNotEqualTo(STATES));
    }

    @Test
    void an_early_event_arrives_before_the_create_is_answered() {
        bedrock.faults("{\"events\":{\"early\":true}}");

        String arn = bedrock.createJob("jokes", 100);

        assertThat(bedrock.events())
                .anySatisfy(event ->
                        assertThat(event.at("/detail/batchJobArn").asText()).isEqualTo(arn));
    }

    @Test
    void a_slow_list_takes_at_least_as_long_as_said() {
        bedrock.faults("{\"listDelayMillis\":300}");
        long begin = System.nanoTime();

        assertThat(bedrock.client().listModelInvocationJobs(b -> {}).invocationJobSummaries())
                .isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void lagging_counters_show_how_it_was_and_the_end_shows_how_it_is() throws IOException {
        Delays hour = new Delays(
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ZERO, Duration.ZERO);
        bedrock.close();
        bedrock = SimulatedBedrock.start(
                folder.resolve("still"), Simulation.DEFAULT.with(hour).withClockRate(0));
        bedrock.faults("{\"counterLagMillis\":1200000}");
        String arn = bedrock.createJob("jokes", 100);
        awaitStatus(arn, "InProgress");

        bedrock.simulator().clock().advance(Duration.ofMinutes(15));
        assertThat(bedrock.get(arn).processedRecordCount()).isZero();
        bedrock.simulator().clock().advance(Duration.ofMinutes(20));
        await().until(() -> bedrock.get(arn).processedRecordCount() == 25);
        bedrock.simulator().clock().advance(Duration.ofMinutes(25));

        assertThat(awaitStatus(arn, "Completed").processedRecordCount()).isEqualTo(100);
    }

    @Test
    void the_manifest_may_be_missing() {
        bedrock.faults("{\"jobs\":[{\"output\":[\"noManifest\"]}]}");
        String arn = completed("jokes").jobArn();

        assertThat(bedrock.storage().keys("out/"))
                .containsExactly("out/" + SimulatedBedrock.id(arn) + "/jokes.jsonl.out");
    }

    @Test
    void the_output_may_be_spread_over_several_files() {
        bedrock.faults("{\"jobs\":[{\"output\":[\"severalFiles\"]}]}");
        String arn = completed("jokes").jobArn();

        List<String> files = bedrock.storage().keys("out/").stream()
                .filter(key -> key.endsWith(".jsonl.out"))
                .toList();
        assertThat(files).hasSize(3);
        assertThat(files.stream().flatMap(key -> bedrock.storage().read(key).lines()))
                .hasSize(100)
                .doesNotHaveDuplicates();
        assertThat(arn).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'advance':'an hour'}|'advance' must be an ISO-8601 duration such as PT1H",
                "{'advance':'-PT1H'}|Time goes forward only",
                "{'rate':-1}|The clock's rate must be between 0 and 1000000"
            })
    void a_clock_that_makes_no_sense_is_refused(String change, String message) {
        HttpResponse<String> response = bedrock.put("/simulator/clock", change.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).path("message").asText()).contains(message);
    }

    private GetModelInvocationJobResponse completed(String name) {
        return awaitStatus(bedrock.createJob(name, 100), "Completed");
    }

    private GetModelInvocationJobResponse awaitStatus(String arn, String status) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(bedrock.status(arn)).isEqualTo(status));
        return bedrock.get(arn);
    }

    private List<String> statuses() {
        return bedrock.events().stream()
                .map(event -> event.at("/detail/status").asText())
                .toList();
    }
}
