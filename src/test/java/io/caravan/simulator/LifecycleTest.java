package io.caravan.simulator;

import static io.caravan.simulator.SimulatedBedrock.HAIKU;
import static io.caravan.simulator.SimulatedBedrock.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrock.model.Tag;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

/** The life of jobs in time that stands still until a test moves it. */
class LifecycleTest {

    /** A minute each, an hour in progress. */
    private static final Delays DELAYS = new Delays(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofMinutes(1));

    private static final Simulation STILL =
            Simulation.DEFAULT.with(DELAYS).withClockRate(0).with(Limits.DEFAULT.withActiveJobs(2));

    @TempDir
    Path folder;

    private SimulatedBedrock bedrock;

    @BeforeEach
    void open() throws IOException {
        bedrock = SimulatedBedrock.start(folder, STILL);
    }

    @AfterEach
    void close() throws IOException {
        bedrock.close();
    }

    @Test
    void a_job_goes_from_state_to_state_and_has_an_end_time_only_at_its_end() {
        String arn = bedrock.createJob("jokes", 100);

        for (String state : List.of("Submitted", "Validating", "Scheduled", "InProgress")) {
            GetModelInvocationJobResponse job = awaitStatus(arn, state);
            assertThat(job.endTime()).isNull();
            assertThat(job.totalRecordCount()).isEqualTo(state.equals("InProgress") ? 100 : 0);
            advance(Duration.ofMinutes(1));
        }
        advance(Duration.ofHours(1));

        assertThat(awaitStatus(arn, "Completed").endTime())
                .isEqualTo(bedrock.get(arn).lastModifiedTime())
                .isAfter(bedrock.get(arn).submitTime());
    }

    @Test
    void counters_are_zero_until_a_job_is_in_progress_and_then_grow_with_time() {
        String arn = inProgress("jokes");
        await().until(() -> bedrock.get(arn).totalRecordCount() == 100);
        assertThat(bedrock.get(arn).processedRecordCount()).isZero();

        advance(Duration.ofMinutes(15));
        await().until(() -> bedrock.get(arn).processedRecordCount() == 25);
        advance(Duration.ofMinutes(15));

        assertThat(bedrock.get(arn).processedRecordCount()).isEqualTo(50);
        assertThat(bedrock.get(arn).successRecordCount()).isEqualTo(50);
    }

    @Test
    void a_job_that_waits_beyond_its_timeout_expires_and_leaves_nothing() throws IOException {
        restart(STILL.with(new Delays(
                Duration.ZERO, Duration.ZERO, Duration.ofHours(30), Duration.ZERO, Duration.ZERO, Duration.ZERO)));
        String arn = bedrock.createJob("jokes", 100);
        awaitStatus(arn, "Scheduled");

        advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(bedrock.status(arn)).isEqualTo("Scheduled");
        advance(Duration.ofSeconds(1));

        assertThat(awaitStatus(arn, "Expired").endTime())
                .isEqualTo(bedrock.get(arn).submitTime().plus(Duration.ofHours(24)));
        assertThat(bedrock.storage().keys("out/")).isEmpty();
    }

    @Test
    void a_job_that_is_at_work_at_its_timeout_is_partially_completed_and_delivers_what_is_done() throws IOException {
        restart(STILL.with(new Delays(
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofHours(48), Duration.ZERO, Duration.ZERO)));
        String arn = bedrock.createJob("jokes", 100);
        awaitStatus(arn, "InProgress");

        advance(Duration.ofHours(24));

        GetModelInvocationJobResponse job = awaitStatus(arn, "PartiallyCompleted");
        assertThat(job.totalRecordCount()).isEqualTo(100);
        assertThat(job.processedRecordCount()).isEqualTo(50);
        assertThat(bedrock.output(arn, "jokes")).hasSize(50);
    }

    @Test
    void a_job_stopped_midway_is_stopping_then_stopped_and_delivers_what_was_done() {
        String arn = inProgress("jokes");
        advance(Duration.ofMinutes(30));
        bedrock.client().stopModelInvocationJob(b -> b.jobIdentifier(arn));
        assertThat(bedrock.status(arn)).isEqualTo("Stopping");
        assertThatThrownBy(() -> bedrock.client().stopModelInvocationJob(b -> b.jobIdentifier(arn)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("State was: Stopping");

        advance(Duration.ofMinutes(1));

        assertThat(awaitStatus(arn, "Stopped").processedRecordCount()).isEqualTo(50);
        assertThat(bedrock.output(arn, "jokes")).hasSize(50);
    }

    @Test
    void a_job_stopped_before_it_began_leaves_nothing() {
        String arn = bedrock.createJob("jokes", 100);
        bedrock.client().stopModelInvocationJob(b -> b.jobIdentifier(arn));
        advance(Duration.ofMinutes(1));

        assertThat(awaitStatus(arn, "Stopped").processedRecordCount()).isZero();
        assertThat(bedrock.storage().keys("out/")).isEmpty();
    }

    @Test
    void tags_are_read_while_a_job_is_active_and_not_from_its_stop_on() {
        String arn = bedrock.client()
                .createModelInvocationJob(request("jokes")
                        .tags(Tag.builder().key("team").value("a").build())
                        .build())
                .jobArn();
        assertThat(bedrock.client().listTagsForResource(b -> b.resourceARN(arn)).tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key()).isEqualTo("team"));

        bedrock.client().stopModelInvocationJob(b -> b.jobIdentifier(arn));

        assertThatThrownBy(() -> bedrock.client().listTagsForResource(b -> b.resourceARN(arn)))
                .hasMessageContaining("was not found");
    }

    @Test
    void every_state_that_is_not_an_end_takes_a_slot_of_the_model_s_quota() {
        String first = inProgress("first");
        String second = bedrock.createJob("second", 100);
        bedrock.client().stopModelInvocationJob(b -> b.jobIdentifier(second));
        assertThat(bedrock.status(second)).isEqualTo("Stopping");

        assertThatThrownBy(() -> bedrock.createJob("third", 100))
                .isInstanceOfSatisfying(
                        ServiceQuotaExceededException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(400));

        advance(Duration.ofHours(1));
        awaitStatus(first, "Completed");
        assertThat(bedrock.createJob("third", 100)).isNotEmpty();
    }

    @Test
    void each_model_has_a_quota_of_its_own_and_a_profile_shares_its_model_s() {
        String profile = "us.amazon.nova-lite-v1:0";
        create(profile);
        create("arn:aws:bedrock:us-east-1:123456789012:inference-profile/" + profile);

        assertThatThrownBy(() -> create("amazon.nova-lite-v1:0")).isInstanceOf(ServiceQuotaExceededException.class);
        assertThat(create(HAIKU)).isNotEmpty();
    }

    @Test
    void custom_models_have_three_slots_apart_from_their_base_model_s() {
        String custom = "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-embed-text-v2:0/abcdefghijkl";
        for (int i = 0; i < 3; i++) {
            create(custom);
        }

        assertThatThrownBy(() -> create(custom))
                .isInstanceOf(ServiceQuotaExceededException.class)
                .hasMessageContaining("using a custom model");
        assertThat(create("amazon.titan-embed-text-v2:0")).isNotEmpty();
    }

    @Test
    void an_application_inference_profile_stands_for_the_model_it_was_made_from() throws IOException {
        restart(STILL.withApplicationProfiles(Map.of("abc123", "amazon.nova-2-lite-v1:0")));
        String arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/";

        assertThat(create(arn + "abc123")).isNotEmpty();
        assertThatThrownBy(() -> create(arn + "unknown")).isInstanceOf(ValidationException.class);
    }

    @Test
    void a_day_of_jobs_passes_in_seconds() throws IOException {
        restart(Simulation.DEFAULT.with(DELAYS).withClockRate(20_000));
        Instant begin = bedrock.simulator().now();
        for (int hour = 0; hour < 24; hour++) {
            for (int i = 0; i < 10; i++) {
                bedrock.createJob("hour" + hour + "-" + i, 100);
            }
            int jobs = 10 * (hour + 1);
            await().pollInterval(Duration.ofMillis(20)).until(() -> completed() == jobs);
        }

        assertThat(Duration.between(begin, bedrock.simulator().now())).isGreaterThan(Duration.ofHours(24));
    }

    private int completed() {
        return bedrock.client()
                .listModelInvocationJobs(b -> b.statusEquals("Completed").maxResults(1000))
                .invocationJobSummaries()
                .size();
    }

    private void restart(Simulation simulation) throws IOException {
        bedrock.close();
        bedrock = SimulatedBedrock.start(folder.resolve("other"), simulation);
    }

    private String create(String model) {
        return bedrock.client()
                .createModelInvocationJob(request("jokes").modelId(model).build())
                .jobArn();
    }

    private String inProgress(String name) {
        String arn = bedrock.createJob(name, 100);
        for (String state : List.of("Validating", "Scheduled", "InProgress")) {
            advance(Duration.ofMinutes(1));
            awaitStatus(arn, state);
        }
        return arn;
    }

    private void advance(Duration step) {
        bedrock.simulator().clock().advance(step);
    }

    private GetModelInvocationJobResponse awaitStatus(String arn, String status) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(bedrock.status(arn)).isEqualTo(status));
        return bedrock.get(arn);
    }
}
