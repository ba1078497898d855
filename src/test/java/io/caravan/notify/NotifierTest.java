package io.caravan.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryNotices;
import io.caravan.model.Absent;
import io.caravan.model.Audience;
import io.caravan.model.Notice;
import io.caravan.port.Courier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifierTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:runs";
    private static final String ID = "jokes-1_0-accepted-1";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final MemoryNotices notices = new MemoryNotices();
    private final Road road = new Road();
    private Instant now = Given.NOW;
    private final Notifier notifier = new Notifier(notices, List.of(road), PATIENCE, () -> now);

    /** Says what it is told to; then that everything is taken. */
    private static final class Road implements Courier {
        private final Deque<Receipt> answers = new ArrayDeque<>();
        private final List<String> carried = new ArrayList<>();

        @Override
        public boolean serves(String target) {
            return target.startsWith("arn:");
        }

        @Override
        public Receipt carry(Notice notice, String text) {
            carried.add(notice.id() + " " + text);
            return answers.isEmpty() ? new Receipt.Taken("taken") : answers.pop();
        }
    }

    @BeforeEach
    void a_run_is_accepted() {
        var run = Given.run(
                "jokes-1",
                Given.wish(Given.HAIKU, "{topic}")
                        .audience(Audience.ofAll(List.of(TOPIC)))
                        .done());
        Notice.of(run, now).forEach(notices::add);
    }

    @Test
    void what_is_due_is_told_once_as_standard_webhooks_has_it() {
        notifier.due().forEach(notifier::send);
        notifier.due().forEach(notifier::send);
        notifier.send(ID);

        assertThat(road.carried)
                .containsExactly(ID + " {\"type\":\"run.accepted\",\"timestamp\":\"2026-01-02T03:04:05Z\",\"data\":{"
                        + "\"run\":\"jokes-1\",\"manifest\":\"inbox/run.json\",\"model_id\":\"" + Given.HAIKU + "\"}}");
        assertThat(notifier.log("jokes-1"))
                .containsExactly(new NoticeView(
                        ID,
                        "accepted",
                        TOPIC,
                        "2026-01-02T03:04:05Z",
                        "delivered",
                        List.of(new NoticeView.AttemptView("2026-01-02T03:04:05Z", "taken"))));
    }

    @Test
    void what_a_dead_replica_took_is_due_again_when_the_patience_is_over() {
        assertThat(notifier.due()).containsExactly(ID);
        assertThat(notifier.due()).isEmpty();
        now = now.plus(PATIENCE);

        assertThat(notifier.due()).containsExactly(ID);
    }

    @Test
    void what_was_missed_is_tried_again_after_growing_pauses_and_then_given_up() {
        var tries = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            road.answers.add(new Courier.Receipt.Missed("answered 503"));
        }
        Instant end = now.plus(Duration.ofDays(7));
        for (; now.isBefore(end); now = now.plusSeconds(5)) {
            for (String id : notifier.due()) {
                tries.add(Duration.between(Given.NOW, now).toSeconds());
                notifier.send(id);
            }
        }

        assertThat(tries).containsExactly(0L, 5L, 35L, 335L, 2135L, 9335L, 27335L, 63335L, 135335L);
        assertThat(notifier.log("jokes-1"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.state()).isEqualTo("given-up"))
                .satisfies(notice -> assertThat(notice.attempts()).hasSize(9));
        assertThat(road.carried.stream().map(line -> line.split(" ", 2)[0]).distinct())
                .containsExactly(ID);
    }

    @Test
    void what_was_refused_is_not_tried_again() {
        road.answers.add(new Courier.Receipt.Refused("Topic does not exist"));
        notifier.due().forEach(notifier::send);
        now = now.plus(Duration.ofDays(1));

        assertThat(notifier.due()).isEmpty();
        assertThat(notifier.log("jokes-1").get(0).attempts())
                .containsExactly(new NoticeView.AttemptView("2026-01-02T03:04:05Z", "Topic does not exist"));
    }

    @Test
    void a_user_may_have_it_told_once_more_under_the_same_id() {
        notifier.due().forEach(notifier::send);
        notifier.send(notifier.again(ID));

        assertThat(road.carried).hasSize(2);
        assertThat(road.carried.get(1)).isEqualTo(road.carried.get(0));
        assertThatThrownBy(() -> notifier.again("jokes-1_9-done-1"))
                .isInstanceOf(Absent.class)
                .hasMessage(
                        "there is no notice 'jokes-1_9-done-1'; /api/runs/<run>/notifications lists those of a run");
    }

    @Test
    void a_target_that_nobody_serves_holds_up_nothing() {
        var run = Given.run(
                "jokes-2",
                Given.wish(Given.HAIKU, "{topic}")
                        .audience(Audience.ofAll(List.of("gopher://old", TOPIC)))
                        .done());
        Notice.of(run, now).forEach(notices::add);
        notifier.due().forEach(notifier::send);

        assertThat(notifier.log("jokes-2")).extracting(NoticeView::state).containsExactly("given-up", "delivered");
    }
}
