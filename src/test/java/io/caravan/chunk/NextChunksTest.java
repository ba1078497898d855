package io.caravan.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.RunState.Verdict;
import io.caravan.model.Tally;
import io.caravan.track.Overdue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NextChunksTest {
    private static final int AHEAD = 4;
    private static final RunState RUNNING = new RunState.Running(1000, 10, Given.NOW);

    private final MemoryInventory inventory = new MemoryInventory();
    private final NextChunks chunks = new NextChunks(inventory, AHEAD);

    @Test
    void as_many_are_called_as_may_be_ahead_and_no_more() {
        run("large", RUNNING, 10);

        assertThat(called()).containsExactly("large-00001-1", "large-00002-1", "large-00003-1", "large-00004-1");
        assertThat(called()).isEmpty();
    }

    @Test
    void each_that_is_written_makes_room_for_another() {
        run("large", RUNNING, 10);
        called();

        written("large", 2);

        assertThat(called()).containsExactly("large-00005-1");
    }

    @Test
    void a_small_run_does_not_wait_behind_a_large_one_that_was_planned_before() {
        run("large", RUNNING, 100);
        called();
        run("small", RUNNING, 2);

        IntStream.rangeClosed(1, 4).forEach(chunk -> written("large", chunk));

        assertThat(called()).containsExactly("small-00001-1", "small-00002-1", "large-00005-1", "large-00006-1");
    }

    @Test
    void a_higher_priority_comes_first() {
        run("usual", RUNNING, 2);
        run("urgent", RUNNING, 0);
        inventory.add(List.of(
                Given.job("urgent", 8, 9, new JobState.Planned()), Given.job("urgent", 9, 9, new JobState.Planned())));

        assertThat(called()).containsExactly("urgent-00008-1", "urgent-00009-1", "usual-00001-1", "usual-00002-1");
    }

    static Stream<RunState> notNow() {
        return Stream.of(
                new RunState.Accepted(),
                new RunState.Fetching(1, 1, 1, 1),
                new RunState.Canary(100, 3, Instant.EPOCH),
                new RunState.Cancelling(100, 3, Given.NOW),
                new RunState.Done(Verdict.DONE, 100, 3, Tally.NONE, Given.NOW));
    }

    @ParameterizedTest
    @MethodSource("notNow")
    void a_run_that_is_not_under_way_is_passed_over_and_holds_up_no_other(RunState state) {
        run("early", state, 50);
        run("jokes", RUNNING, 1);

        assertThat(called()).containsExactly("jokes-00001-1");
    }

    @Test
    void a_run_has_its_turn_once_its_canary_passed() {
        run("jokes", new RunState.Canary(100, 3, Instant.EPOCH), 3);
        assertThat(called()).isEmpty();

        Run run = inventory.run(new RunId("jokes")).orElseThrow();
        inventory.move(run, RUNNING);

        assertThat(called()).hasSize(3);
    }

    @Test
    void a_job_that_was_planned_after_its_run_failed_is_called_to_be_ended() {
        run("jokes", new RunState.Failed("cancelled before it was planned", Given.NOW), 1);

        assertThat(called()).containsExactly("jokes-00001-1");
    }

    @Test
    void one_whose_message_was_lost_is_woken_and_takes_no_place_from_then_on() {
        run("lost", RUNNING, 4);
        called();
        run("jokes", RUNNING, 4);
        assertThat(called()).isEmpty();

        var overdue = new Overdue(inventory, Duration.ofSeconds(600), () -> Given.NOW.plusSeconds(600));

        assertThat(overdue.jobs("chunk")).hasSize(4);
        assertThat(called()).hasSize(4);
    }

    @Test
    void one_that_another_replica_calls_at_the_same_moment_is_left_to_it() {
        run("jokes", RUNNING, 10);
        inventory.moveElsewhere(new JobId(new RunId("jokes"), 1, 1));

        assertThat(called()).containsExactly("jokes-00002-1", "jokes-00003-1", "jokes-00004-1", "jokes-00005-1");
    }

    @Test
    void callers_at_the_same_time_call_none_twice() throws Exception {
        run("jokes", RUNNING, 200);
        Callable<List<JobId>> caller = () -> new NextChunks(inventory, 100).next();

        var all = new ArrayList<JobId>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<JobId>> some : threads.invokeAll(List.of(caller, caller, caller, caller))) {
                all.addAll(some.get());
            }
        }

        assertThat(all).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
    }

    private List<String> called() {
        return chunks.next().stream().map(JobId::name).toList();
    }

    private void run(String name, RunState state, int jobs) {
        inventory.add(Given.run(name).in(state));
        inventory.add(IntStream.rangeClosed(1, jobs)
                .mapToObj(chunk -> Given.job(name, chunk, new JobState.Planned()))
                .toList());
    }

    private void written(String run, int chunk) {
        Job job = inventory.job(new JobId(new RunId(run), chunk, 1)).orElseThrow();
        inventory.move(job, new JobState.Ready(Given.INPUT));
    }
}
