package io.caravan.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.RunState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecountTest {
    private final MemoryInventory inventory = new MemoryInventory();
    private final Recount recount = new Recount(inventory);

    @BeforeEach
    void a_run_with_a_job_that_holds_a_slot_and_one_that_waits() {
        inventory.open(Given.POOL, 5);
        inventory.add(Given.run("jokes").in(new RunState.Running(200, 2, Given.NOW)));
        inventory.add(List.of(ready(1), ready(2)));
        inventory.claim(ready(1), 5, Given.NOW);
    }

    @Test
    void slots_that_jobs_hold_are_left_alone() {
        recount.recount();
        recount.recount();

        assertThat(inUse()).isEqualTo(1);
    }

    @Test
    void a_slot_that_leaked_is_given_back() {
        inventory.leak(Given.POOL);

        assertThat(recount.recount()).as("found once").isEmpty();
        assertThat(recount.recount()).containsExactly(Given.POOL);

        assertThat(inUse()).isEqualTo(1);
    }

    @Test
    void a_slot_that_a_job_holds_and_nobody_counts_is_counted() {
        Job held = inventory.job(ready(1).id()).orElseThrow();
        inventory.recount(inventory.slots().getFirst(), 0);

        recount.recount();
        recount.recount();

        assertThat(inUse()).isEqualTo(1);
        inventory.move(
                held, new JobState.Ended(Given.INPUT, "", BatchStatus.STOPPED, ErrorClass.UNPROCESSED, "", Given.NOW));
        assertThat(inUse()).isZero();
    }

    @Test
    void a_difference_that_changes_is_work_under_way() {
        inventory.leak(Given.POOL);
        recount.recount();
        inventory.leak(Given.POOL);
        recount.recount();

        assertThat(inUse()).isEqualTo(3);
    }

    private int inUse() {
        return inventory.slots().getFirst().inUse();
    }

    private static Job ready(int chunk) {
        return Given.job("jokes", chunk, new JobState.Ready(Given.INPUT));
    }
}
