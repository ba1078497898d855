package io.caravan.day;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DayTest {
    private static final DayPlan PLAN = new DayPlan(500, 10, 20, 2, Duration.ofSeconds(5));

    private static DayOutcome day;

    @BeforeAll
    static void live_through_it() throws IOException {
        var settings = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(text);
        }
        day = new Day(PLAN, Given.models(), settings).run();
    }

    @Test
    void every_job_is_done_although_events_are_lost() {
        assertThat(day.done()).isEqualTo(500);
        assertThat(day.calls().get("Bedrock GetModelInvocationJob")).isLessThan(500);
    }

    @Test
    void the_quota_is_used_up_and_never_exceeded() {
        assertThat(day.mostAtOnce()).isEqualTo(20);
        assertThat(day.refused()).isZero();
    }

    @Test
    void slots_are_idle_for_less_than_a_hundredth_of_the_time_in_which_jobs_are_ready() {
        assertThat(day.idle()).isGreaterThan(0).isLessThan(0.01);
    }

    @Test
    void a_small_run_waits_no_longer_than_the_longest_job_takes() {
        assertThat(day.small().runs()).isEqualTo(6);
        assertThat(day.small().longest()).isPositive().isLessThanOrEqualTo(DayPlan.LONGEST);
    }

    @Test
    void a_freed_slot_is_filled_at_the_event_and_after_a_lost_event_at_the_next_listing() {
        assertThat(day.refill().median()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(day.refill().longest()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(60 + 30 + 5));
    }

    @Test
    void each_job_is_created_by_one_call() {
        assertThat(day.calls().get("Bedrock CreateModelInvocationJob")).isEqualTo(500);
    }
}
