package io.caravan.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverdueTest {
    private final MemoryInventory inventory = new MemoryInventory();
    private Instant now = Given.NOW;
    private final Overdue overdue = new Overdue(inventory, Duration.ofSeconds(600), () -> now);

    @Test
    void a_forgotten_job_is_woken_once_in_each_patience() {
        inventory.add(List.of(Given.job("jokes", 1, new JobState.Writing())));

        assertThat(overdue.jobs("chunk")).containsExactly(new JobId(new RunId("jokes"), 1, 1));
        assertThat(overdue.jobs("chunk")).isEmpty();
        now = Given.NOW.plusSeconds(600);
        assertThat(overdue.jobs("chunk")).hasSize(1);
    }

    @Test
    void a_forgotten_run_is_woken_once_in_each_patience() {
        inventory.add(Given.run("jokes"));

        assertThat(overdue.runs("plan")).containsExactly(new RunId("jokes"));
        assertThat(overdue.runs("plan")).isEmpty();
        assertThat(overdue.runs("aggregate")).isEmpty();
    }

    @Test
    void one_replica_holds_a_lease_until_it_is_not_renewed() {
        var one = new Leases(inventory, "one", Duration.ofSeconds(30), () -> now);
        var other = new Leases(inventory, "other", Duration.ofSeconds(30), () -> now);

        assertThat(one.hold("sweep")).isTrue();
        assertThat(other.hold("sweep")).isFalse();
        assertThat(other.hold("listing")).isTrue();
        now = Given.NOW.plusSeconds(31);
        assertThat(other.hold("sweep")).isTrue();
        assertThat(one.hold("sweep")).isFalse();
    }
}
