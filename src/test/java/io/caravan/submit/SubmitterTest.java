package io.caravan.submit;

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
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import io.caravan.port.BatchInference.Creation;
import io.caravan.port.BatchInference.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SubmitterTest {
    private static final JobState READY = new JobState.Ready(Given.INPUT);

    private final MemoryInventory inventory = new MemoryInventory();
    private final FakeBedrock bedrock = new FakeBedrock();
    private Instant now = Given.NOW;
    private final Submitter submitter = new Submitter(
            inventory,
            bedrock,
            Given.models(),
            Given.BUCKET,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            () -> now,
            new SplittableRandom(1));

    @Test
    void runs_take_turns_chunk_by_chunk() {
        jobs(10, "large", 1, 2, 3);
        jobs(10, "small", 1);

        assertThat(names(submitter.claim()))
                .containsExactly("large-00001-1", "small-00001-1", "large-00002-1", "large-00003-1");
    }

    @Test
    void a_higher_priority_goes_first() {
        jobs(10, "large", 1, 2);
        inventory.add(run("urgent"));
        inventory.add(List.of(Given.job("urgent", 1, 9, READY), Given.job("urgent", 2, 9, READY)));

        assertThat(names(submitter.claim()))
                .containsExactly("urgent-00001-1", "urgent-00002-1", "large-00001-1", "large-00002-1");
    }

    @Test
    void no_more_are_claimed_than_there_are_slots() {
        jobs(2, "jokes", 1, 2, 3);

        assertThat(names(submitter.claim())).containsExactly("jokes-00001-1", "jokes-00002-1");
        assertThat(submitter.claim()).isEmpty();
    }

    @Test
    void a_job_that_another_replica_claimed_is_passed_over() {
        jobs(2, "jokes", 1, 2);
        inventory.moveElsewhere(id("jokes", 1));

        assertThat(names(submitter.claim())).containsExactly("jokes-00002-1");
    }

    @Test
    void a_claimed_job_is_created_under_the_token_that_was_stored_with_the_claim() {
        jobs(1, "jokes", 1);

        assertThat(submitter.start(submitter.claim().get(0))).isEmpty();

        assertThat(bedrock.orders)
                .extracting(
                        Order::clientRequestToken,
                        order -> order.input().toString(),
                        order -> order.output().toString())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "jokes-00001-1",
                        "s3://caravan/runs/jokes/jobs/00001-1/input.jsonl",
                        "s3://caravan/runs/jokes/jobs/00001-1/output/"));
        assertThat(state("jokes", 1))
                .isEqualTo(new JobState.Submitted(
                        Given.INPUT,
                        FakeBedrock.arn("jokes-00001-1"),
                        BatchStatus.SUBMITTED,
                        JobState.Progress.NONE,
                        Given.NOW));
    }

    @Test
    void an_overdue_claim_is_created_by_one_replica_only() {
        jobs(1, "jokes", 1);
        submitter.claim();
        now = now.plusSeconds(60);
        Job one = submitter.unfinished().getFirst();
        Job same = submitter.unfinished().getFirst();

        submitter.start(one);
        submitter.start(same);

        assertThat(bedrock.orders).hasSize(1);
    }

    @Test
    void a_claim_that_was_given_back_meanwhile_is_not_created() {
        jobs(1, "jokes", 1);
        Job slow = submitter.claim().getFirst();
        now = now.plusSeconds(60);
        bedrock.answer(new Creation.Busy("ServiceQuotaExceededException: too many jobs"));
        submitter.start(submitter.unfinished().getFirst());
        assertThat(state("jokes", 1)).isEqualTo(READY);

        submitter.start(slow);

        assertThat(bedrock.orders).hasSize(1);
    }

    @Test
    void a_quota_that_others_used_up_sends_the_job_back_and_lets_the_pool_rest() {
        jobs(2, "jokes", 1);
        bedrock.answer(new Creation.Busy("ServiceQuotaExceededException: too many jobs"));

        submitter.start(submitter.claim().get(0));

        assertThat(state("jokes", 1)).isEqualTo(READY);
        assertThat(slots().inUse()).isZero();
        assertThat(slots().pausedUntil()).isBetween(Given.NOW.plusSeconds(15), Given.NOW.plusSeconds(30));
        assertThat(slots().ceiling()).isZero();
        assertThat(slots().pauseReason()).isEqualTo("ServiceQuotaExceededException: too many jobs");
        assertThat(submitter.claim()).isEmpty();
        now = Given.NOW.plusSeconds(30);
        assertThat(submitter.claim()).hasSize(1);
    }

    @Test
    void a_slot_that_a_job_of_ours_frees_is_filled_at_once_although_others_use_the_rest_of_the_quota() {
        jobs(2, "jokes", 1, 2, 3);
        List<Job> claimed = submitter.claim();
        submitter.start(claimed.get(0));
        bedrock.answer(new Creation.Busy("ServiceQuotaExceededException: too many jobs"));
        submitter.start(claimed.get(1));
        assertThat(slots().ceiling()).isEqualTo(1);
        assertThat(submitter.claim()).isEmpty();

        Job first = inventory.job(id("jokes", 1)).orElseThrow();
        inventory.move(
                first,
                new JobState.Ended(Given.INPUT, "", BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "", Given.NOW));

        assertThat(names(submitter.claim())).containsExactly("jokes-00002-1");
    }

    @Test
    void a_job_that_bedrock_will_not_take_is_over_and_gives_its_slot_back() {
        jobs(1, "jokes", 1);
        bedrock.answer(new Creation.Rejected(ErrorClass.DENIED, "no access to the model"));

        assertThat(submitter.start(submitter.claim().get(0))).containsExactly(id("jokes", 1));

        assertThat(state("jokes", 1))
                .isEqualTo(new JobState.Ended(
                        Given.INPUT,
                        "",
                        BatchStatus.FAILED,
                        ErrorClass.DENIED,
                        "Bedrock did not take the job: no access to the model",
                        Given.NOW));
        assertThat(slots().inUse()).isZero();
    }

    @Test
    void a_job_without_an_answer_keeps_its_slot_and_is_created_again_under_the_same_token() {
        jobs(1, "jokes", 1);
        bedrock.answer(new Creation.Unknown("connection reset"));
        submitter.start(submitter.claim().get(0));
        assertThat(state("jokes", 1)).isInstanceOf(JobState.Submitting.class);
        assertThat(slots().inUse()).isEqualTo(1);

        submitter.unfinished().forEach(submitter::start);

        assertThat(bedrock.orders)
                .extracting(Order::clientRequestToken)
                .containsOnly("jokes-00001-1")
                .hasSize(2);
        assertThat(state("jokes", 1)).isInstanceOf(JobState.Submitted.class);
    }

    @Test
    void starting_a_job_twice_creates_it_once() {
        jobs(1, "jokes", 1);
        submitter.start(submitter.claim().get(0));

        assertThat(submitter.start(inventory.job(id("jokes", 1)).orElseThrow())).isEmpty();
        assertThat(bedrock.orders).hasSize(1);
    }

    private void jobs(int slots, String run, int... chunks) {
        inventory.open(Given.POOL, slots);
        inventory.add(run(run));
        for (int chunk : chunks) {
            inventory.add(List.of(Given.job(run, chunk, READY)));
        }
    }

    private static io.caravan.model.Run run(String id) {
        return Given.run(id).in(new RunState.Running(300, 3, Given.NOW));
    }

    private Slots slots() {
        return inventory.slots().get(0);
    }

    private JobState state(String run, int chunk) {
        return inventory.job(id(run, chunk)).map(Job::state).orElseThrow();
    }

    private static JobId id(String run, int chunk) {
        return new JobId(new RunId(run), chunk, 1);
    }

    private static List<String> names(List<Job> jobs) {
        return jobs.stream().map(job -> job.id().name()).toList();
    }
}
