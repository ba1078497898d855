package io.caravan.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.FakeBedrock;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerTest {
    private static final String NAME = "jokes-00001-1";
    private static final JobId ID = new JobId(new RunId("jokes"), 1, 1);

    private final MemoryInventory inventory = new MemoryInventory();
    private final FakeBedrock bedrock = new FakeBedrock();
    private Instant now = Given.NOW;
    private final Tracker tracker = new Tracker(inventory, bedrock, Duration.ofSeconds(60), () -> now);

    @BeforeEach
    void aClaimedJob() {
        inventory.open(Given.POOL, 3);
        inventory.add(Given.run("jokes"));
        inventory.add(List.of(Given.job("jokes", 1, new JobState.Ready(Given.INPUT))));
        inventory.claim(inventory.job(ID).orElseThrow(), 3, Given.NOW);
    }

    @Test
    void what_an_event_says_is_not_believed_but_read_from_bedrock() {
        String arn = submitted(BatchStatus.IN_PROGRESS, 40);

        assertThat(tracker.heard(event(NAME, arn, "Completed"))).isEmpty();

        assertThat(state()).isInstanceOfSatisfying(JobState.Submitted.class, submitted -> {
            assertThat(submitted.status()).isEqualTo(BatchStatus.IN_PROGRESS);
            assertThat(submitted.progress().processed()).isEqualTo(40);
        });
    }

    @Test
    void the_end_of_a_job_gives_its_slot_back_once_however_often_it_is_told() {
        String arn = submitted(BatchStatus.COMPLETED, 100);

        assertThat(tracker.heard(event(NAME, arn, "Completed"))).containsExactly(ID);
        assertThat(tracker.heard(event(NAME, arn, "Completed"))).isEmpty();
        assertThat(inventory.slots().get(0).inUse()).isZero();
    }

    @Test
    void an_event_that_comes_before_the_create_was_answered_tells_the_arn() {
        String arn = bedrock.job(NAME, BatchStatus.SUBMITTED, "", 0);

        assertThat(tracker.heard(event(NAME, arn, "Submitted"))).isEmpty();

        assertThat(state())
                .isInstanceOfSatisfying(
                        JobState.Submitted.class,
                        submitted -> assertThat(submitted.arn()).isEqualTo(arn));
    }

    @Test
    void a_late_event_never_takes_a_job_back() {
        String arn = submitted(BatchStatus.COMPLETED, 100);
        tracker.heard(event(NAME, arn, "Completed"));
        bedrock.job(NAME, BatchStatus.IN_PROGRESS, "", 50);

        assertThat(tracker.heard(event(NAME, arn, "InProgress"))).isEmpty();
        assertThat(state()).isInstanceOf(JobState.Ended.class);
    }

    @ParameterizedTest
    @CsvSource({"somebody-elses-job", "jokes-00002-1", "jokes-00001-2", "other-00001-1"})
    void events_about_other_jobs_are_passed_over(String name) {
        String arn = bedrock.job(name, BatchStatus.COMPLETED, "", 100);

        assertThat(tracker.heard(event(name, arn, "Completed"))).isEmpty();
    }

    @Test
    void an_event_with_our_name_and_another_jobs_arn_is_passed_over() {
        String arn = bedrock.job("other-00001-1", BatchStatus.COMPLETED, "", 100);

        assertThat(tracker.heard(event(NAME, arn, "Completed"))).isEmpty();
        assertThat(state()).isInstanceOf(JobState.Submitting.class);
    }

    @Test
    void an_event_without_what_it_should_hold_is_passed_over() {
        assertThat(tracker.heard(new Event("x", null))).isEmpty();
        assertThat(tracker.heard(new Event("x", new Event.Detail(null, "arn", "Completed"))))
                .isEmpty();
        assertThat(tracker.heard(new Event("x", new Event.Detail(NAME, null, "Completed"))))
                .isEmpty();
    }

    @Test
    void all_silent_jobs_are_asked_about_in_one_listing() {
        submitted(BatchStatus.COMPLETED, 100);
        inventory.add(List.of(Given.job("jokes", 2, new JobState.Ready(Given.INPUT))));
        JobId second = new JobId(new RunId("jokes"), 2, 1);
        inventory.claim(inventory.job(second).orElseThrow(), 3, Given.NOW);
        submitted(second, BatchStatus.FAILED, 0);

        assertThat(tracker.silent()).containsExactlyInAnyOrder(ID, second);
        assertThat(bedrock.listings).isEqualTo(1);
    }

    @Test
    void without_silent_jobs_nothing_is_listed() {
        assertThat(tracker.silent()).isEmpty();
        assertThat(bedrock.listings).isZero();
    }

    @Test
    void a_job_that_the_listing_does_not_show_is_asked_for_by_its_arn() {
        submitted(BatchStatus.COMPLETED, 100);
        bedrock.emptyList = true;

        assertThat(tracker.silent()).containsExactly(ID);
    }

    @Test
    void a_job_that_bedrock_does_not_know_is_asked_about_again_later() {
        Job claimed = inventory.job(ID).orElseThrow();
        inventory.move(
                claimed,
                new JobState.Submitted(
                        Given.INPUT, "arn:gone", BatchStatus.SUBMITTED, JobState.Progress.NONE, Given.NOW));

        assertThat(tracker.silent()).isEmpty();
        assertThat(tracker.silent()).isEmpty();
        assertThat(bedrock.listings).isEqualTo(1);
        now = Given.NOW.plusSeconds(60);
        tracker.silent();
        assertThat(bedrock.listings).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, 100, UNPROCESSED",
        "STOPPED, 10, UNPROCESSED",
        "PARTIALLY_COMPLETED, 10, TIMEOUT",
        "EXPIRED, 0, TIMEOUT",
        "FAILED, 0, VALIDATION",
        "FAILED, 10, UNPROCESSED"
    })
    void what_is_wrong_with_records_that_the_output_does_not_speak_of(
            BatchStatus status, long processed, ErrorClass missing) {
        String arn = submitted(status, processed);

        tracker.heard(event(NAME, arn, status.word()));

        assertThat(state())
                .isInstanceOfSatisfying(
                        JobState.Ended.class,
                        ended -> assertThat(ended.missing()).isEqualTo(missing));
    }

    private String submitted(BatchStatus status, long processed) {
        return submitted(ID, status, processed);
    }

    private String submitted(JobId id, BatchStatus status, long processed) {
        String arn = bedrock.job(id.name(), status, "", processed);
        Job claimed = inventory.job(id).orElseThrow();
        inventory.move(
                claimed,
                new JobState.Submitted(Given.INPUT, arn, BatchStatus.SUBMITTED, JobState.Progress.NONE, Given.NOW));
        return arn;
    }

    private JobState state() {
        return inventory.job(ID).map(Job::state).orElseThrow();
    }

    private static Event event(String name, String arn, String status) {
        return new Event("Batch Inference Job State Change", new Event.Detail(name, arn, status));
    }
}
