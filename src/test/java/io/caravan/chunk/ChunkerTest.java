package io.caravan.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.RunState;
import io.caravan.model.Tally;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    private final MemoryStore store = new MemoryStore();
    private final MemoryInventory inventory = new MemoryInventory();
    private final Chunker chunker =
            new Chunker(inventory, store, Given.models(), Given.BUCKET, uri -> true, InstantSource.fixed(Given.NOW));
    private final Job planned = Given.job("jokes", 1, new JobState.Planned());

    @Test
    void a_job_of_a_run_that_was_cancelled_while_it_was_planned_is_never_sent() throws IOException {
        inventory.add(Given.run("jokes").in(new RunState.Failed("cancelled before it was planned", Given.NOW)));
        inventory.add(List.of(planned));

        assertThat(chunker.write(planned.id().name())).isEqualTo(Written.NOTHING);

        assertThat(inventory.job(planned.id()).orElseThrow().state())
                .isEqualTo(JobState.Collected.unsent("its run was over before it was sent", Given.NOW));
    }

    @Test
    void a_job_of_a_run_that_is_about_to_go_on_waits() throws IOException {
        inventory.add(Given.run("jokes")
                .in(new RunState.Done(RunState.Verdict.CANCELLED, 100, 0, 1, Tally.NONE, 100, Given.NOW)));
        inventory.add(List.of(planned));

        assertThat(chunker.write(planned.id().name())).isEqualTo(Written.NOTHING);

        assertThat(inventory.job(planned.id())).contains(planned);
    }

    @Test
    void damage_that_planning_could_not_see_fails_the_run_and_names_the_place() throws IOException {
        inventory.add(Given.run("jokes").in(new RunState.Running(100, 1, Given.NOW)));
        inventory.add(List.of(planned));
        store.put("s3://caravan/runs/jokes/source/00000.csv", "topic\nsea\n"); // fewer than the job is to send

        assertThat(chunker.write(planned.id().name()).toCollect()).containsExactly(planned.id());

        assertThat(inventory.run(planned.id().run()).orElseThrow().state())
                .isInstanceOfSatisfying(
                        RunState.Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("s3://caravan/runs/jokes/source/00000.csv ends after 2 of 100 records"));
        assertThat(inventory.job(planned.id()).orElseThrow().state().word()).isEqualTo("Collected");
    }

    @Test
    void a_job_of_a_run_that_is_not_planned_to_the_end_waits() throws IOException {
        inventory.add(Given.run("jokes"));
        inventory.add(List.of(planned));

        assertThat(chunker.write(planned.id().name())).isEqualTo(Written.NOTHING);

        assertThat(inventory.job(planned.id())).contains(planned);
    }
}
