package io.caravan.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.FakeBedrock;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.model.BatchStatus;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.port.Inventory;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CancellerTest {
    private static final RunId RUN = new RunId("jokes");

    private final MemoryInventory inventory = new MemoryInventory();
    private final FakeBedrock bedrock = new FakeBedrock();
    private final Canceller canceller = new Canceller(inventory, bedrock, InstantSource.fixed(Given.NOW));

    @Test
    void what_was_not_sent_is_over_and_what_runs_is_stopped() {
        run(new RunState.Running(300, 3, Given.NOW));
        job(1, new JobState.Ready(Given.INPUT));
        job(2, new JobState.Submitted(Given.INPUT, "arn", BatchStatus.IN_PROGRESS, JobState.Progress.NONE, Given.NOW));
        job(3, new JobState.Invoking(Given.INPUT, 3, Given.NOW));

        Canceller.Stopped stopped = canceller.cancel("jokes");

        assertThat(stopped.toCollect()).containsExactly(new JobId(RUN, 1, 1));
        assertThat(bedrock.stopped).containsExactly("arn");
        assertThat(state()).isInstanceOf(RunState.Cancelling.class);
        assertThat(inventory.job(new JobId(RUN, 3, 1)).orElseThrow().state()).isInstanceOf(JobState.Invoking.class);
    }

    @Test
    void a_run_with_open_jobs_is_not_to_be_finished_yet() {
        run(new RunState.Cancelling(100, 1, Given.NOW));
        job(1, new JobState.Invoking(Given.INPUT, 3, Given.NOW));

        assertThat(canceller.cancel("jokes").toFinish()).isEmpty();
    }

    @Test
    void a_run_without_any_open_job_is() {
        run(new RunState.Running(100, 1, Given.NOW));
        job(1, JobState.Collected.unsent("never", Given.NOW));

        assertThat(canceller.cancel("jokes").toFinish()).containsExactly(RUN);
    }

    @Test
    void a_run_that_is_not_planned_yet_fails() {
        inventory.add(Given.run("jokes"));

        assertThat(canceller.cancel("jokes").toFinish()).containsExactly(RUN);

        assertThat(state()).isInstanceOf(RunState.Failed.class);
    }

    @Test
    void a_run_whose_canary_is_renewed_at_the_same_time_is_cancelled_all_the_same() {
        run(new RunState.Canary(100, 1, Given.NOW));
        job(1, new JobState.Planned());
        Run read = inventory.run(RUN).orElseThrow();
        var stale = new Object() {
            boolean first = true;
        };
        Inventory racing = (Inventory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Inventory.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("run") && stale.first) {
                        stale.first = false;
                        inventory.move(read, new RunState.Canary(100, 1, Instant.MAX));
                        return Optional.of(read);
                    }
                    return method.invoke(inventory, arguments);
                });

        Canceller.Stopped stopped = new Canceller(racing, bedrock, InstantSource.fixed(Given.NOW)).cancel("jokes");

        assertThat(state()).isInstanceOf(RunState.Cancelling.class);
        assertThat(stopped.toCollect()).hasSize(1);
    }

    private void run(RunState state) {
        inventory.add(Given.run("jokes"));
        inventory.move(inventory.run(RUN).orElseThrow(), state);
    }

    private void job(int chunk, JobState state) {
        Job job = Given.job("jokes", chunk, state);
        inventory.add(List.of(job));
    }

    private RunState state() {
        return inventory.run(RUN).orElseThrow().state();
    }
}
