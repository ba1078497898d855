package io.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.Absent;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunViewTest {
    private final MemoryInventory inventory = new MemoryInventory();
    private final StatusBoard board =
            new StatusBoard(inventory, new MemoryStore(), Given.models(), Given.BUCKET, () -> Given.NOW);

    @BeforeEach
    void aPool() {
        inventory.open(Given.POOL, 1);
    }

    @Test
    void an_accepted_run_waits_for_its_count() {
        inventory.add(Given.run("jokes"));

        RunView view = board.run("jokes");

        assertThat(view.state()).isEqualTo("accepted");
        assertThat(view.waiting()).isEqualTo("its data set is being counted");
        assertThat(view.records()).isNull();
        assertThat(view.summary()).isNull();
    }

    @Test
    void a_running_run_says_what_each_of_its_jobs_waits_for() {
        running(
                new JobState.Planned(),
                new JobState.Writing(),
                new JobState.Writing(),
                new JobState.Ready(Given.INPUT),
                submitted(40),
                new JobState.Ended(Given.INPUT, "arn", BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "", Given.NOW));

        RunView view = board.run("jokes");

        assertThat(view.waiting())
                .isEqualTo(
                        "1 job waits for its turn to be written; 2 jobs are being written; 1 job waits to be started; 1 job is at Bedrock; the answers of 1"
                                + " job are being joined");
        assertThat(view.processed()).isEqualTo(140);
        assertThat(view.bedrock()).isEqualTo(Map.of("InProgress", 1L));
        assertThat(view.jobs()).containsEntry("Writing", 2L);
    }

    @Test
    void a_job_without_a_slot_says_so() {
        running(new JobState.Ready(Given.INPUT), new JobState.Ready(Given.INPUT));
        Job first = inventory.job(new JobId(new RunId("jokes"), 1, 1)).orElseThrow();
        inventory.claim(first, 1, Given.NOW);

        assertThat(board.run("jokes").waiting())
                .isEqualTo("1 job waits for a slot: all 1 of " + Given.HAIKU + " are in use; 1 job is at Bedrock");
    }

    @Test
    void a_pause_for_bedrocks_quota_says_so() {
        running(new JobState.Ready(Given.INPUT), new JobState.Ready(Given.INPUT));
        inventory.pause(Given.POOL, 0, Given.NOW.plusSeconds(1), 1, "too many jobs");

        assertThat(board.run("jokes").waiting()).isEqualTo("2 jobs wait for room at Bedrock: too many jobs");
    }

    @Test
    void a_run_whose_jobs_are_all_collected_waits_for_its_result() {
        running(collected());

        assertThat(board.run("jokes").waiting()).isEqualTo("the result is being put together");
    }

    @Test
    void a_run_that_is_over_waits_for_nothing_and_names_its_result() {
        var tally = new Tally(99, 1, 0, 0, 5, 7, Map.of("validation", 1L));
        inventory.add(Given.run("jokes")
                .in(new RunState.Done(RunState.Verdict.DONE, 100, 1, tally, Given.NOW.plusSeconds(9))));

        RunView view = board.run("jokes");

        assertThat(view.state()).isEqualTo("done");
        assertThat(view.waiting()).isNull();
        assertThat(view.processed()).isEqualTo(100);
        assertThat(view.result()).isEqualTo("s3://caravan/runs/jokes/result.csv");
        assertThat(view.summary()).isEqualTo("s3://caravan/runs/jokes/summary.json");
        assertThat(view.endedAt()).isEqualTo("2026-01-02T03:04:14Z");
    }

    @Test
    void a_run_that_could_not_be_planned_has_a_reason_and_no_result() {
        inventory.add(Given.run("jokes").in(new RunState.Failed("no records", Given.NOW)));

        RunView view = board.run("jokes");

        assertThat(view.state()).isEqualTo("failed");
        assertThat(view.reason()).isEqualTo("no records");
        assertThat(view.result()).isNull();
        assertThat(view.summary()).isNotNull();
    }

    @Test
    void a_run_that_there_is_not_is_named() {
        assertThatThrownBy(() -> board.run("nobody")).isInstanceOf(Absent.class).hasMessage("there is no run 'nobody'");
        assertThatThrownBy(() -> board.run("../x")).isInstanceOf(Absent.class);
    }

    private void running(JobState... states) {
        inventory.add(Given.run("jokes").in(new RunState.Running(states.length * 100L, states.length, Given.NOW)));
        for (int i = 0; i < states.length; i++) {
            inventory.add(List.of(Given.job("jokes", i + 1, states[i])));
        }
    }

    private static JobState submitted(long processed) {
        return new JobState.Submitted(
                Given.INPUT,
                "arn",
                BatchStatus.IN_PROGRESS,
                new JobState.Progress(100, processed, processed, 0),
                Given.NOW);
    }

    private static JobState collected() {
        return new JobState.Collected(
                Given.INPUT,
                "arn",
                BatchStatus.COMPLETED,
                ErrorClass.UNPROCESSED,
                "",
                new Tally(100, 0, 0, 0, 0, 0, Map.of()),
                1,
                Given.NOW);
    }
}
