package io.caravan.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryNotices;
import io.caravan.model.Audience;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.Notice;
import io.caravan.model.Parked;
import io.caravan.model.Run;
import io.caravan.model.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final Duration LONGEST = Duration.ofHours(6);

    private final MemoryInventory inventory = new MemoryInventory();
    private final MemoryNotices notices = new MemoryNotices();
    private Instant now = Given.NOW;
    private final Attention attention = new Attention(inventory, notices, LONGEST, () -> now);

    private final Run run = Given.run(
            "jokes-1",
            Given.wish(Given.HAIKU, "{topic}")
                    .audience(Audience.ofAll(List.of("https://hooks.example")))
                    .done());

    private void running() {
        inventory.add(run);
        inventory.move(run, new RunState.Running(200, 2, Given.NOW));
        inventory.open(Given.POOL, 1);
        inventory.add(List.of(
                Given.job("jokes-1", 1, new JobState.Ready(Given.INPUT)),
                Given.job("jokes-1", 2, new JobState.Ready(Given.INPUT))));
    }

    @Test
    void a_run_without_a_slot_for_long_is_told_of_once() {
        running();
        now = Given.NOW.plus(LONGEST);
        attention.look();
        assertThat(notices.of(run.id())).isEmpty();

        now = now.plusSeconds(1);
        attention.look();
        attention.look();

        assertThat(notices.of(run.id()))
                .singleElement()
                .satisfies(notice -> assertThat(notice.data())
                        .containsEntry("reason", "2 of its jobs wait for a slot, and it holds none"));
    }

    @Test
    void a_run_that_holds_a_slot_goes_on() {
        running();
        Job first = inventory.jobs(run.id()).get(0);
        inventory.claim(first, 1, now);
        now = Given.NOW.plus(LONGEST).plusSeconds(1);
        attention.look();

        assertThat(notices.of(run.id())).isEmpty();
    }

    @Test
    void a_run_whose_message_was_parked_is_told_of_whether_it_names_the_run_or_a_job() {
        running();
        inventory.park(parked("plan", "jokes-1"));
        inventory.park(parked("collect", "jokes-1-00002-1"));
        inventory.park(parked("collect", "jokes-1-00001-1"));
        inventory.park(parked("track", "{\"detail\": \"not a name\"}"));
        inventory.park(parked("plan", "nobodys-run"));
        attention.look();
        attention.look();

        assertThat(notices.of(run.id()))
                .extracting(Notice::id)
                .containsExactlyInAnyOrder("jokes-1_parked-collect-1", "jokes-1_parked-plan-1");
    }

    private static Parked parked(String route, String message) {
        return new Parked(Given.NOW + "#1", Given.NOW, route, "disk full", message);
    }
}
