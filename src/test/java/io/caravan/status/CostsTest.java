package io.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.family.Price;
import io.caravan.model.Manifest;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Tally;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostsTest {
    private static final Price DOLLAR =
            new Price(BigDecimal.ONE, BigDecimal.ONE, new BigDecimal("0.5"), LocalDate.of(2026, 1, 2));

    @Test
    void runs_are_added_up_by_day_tag_and_run_with_all_that_was_billed() {
        Tally answered = new Tally(10, 0, 0, 0, 600_000, 400_000, Map.of());
        Tally tried = answered.withCanary(new Tally.Portion(1, 500_000, 500_000));
        List<Run> runs = List.of(
                run("late", Duration.ofHours(25), tried, Map.of("team", "red", "env", "dev")),
                run("soon", Duration.ofHours(1), answered, Map.of("team", "red")),
                run("first", Duration.ZERO, answered, Map.of()));

        Costs costs = Costs.of(runs, model -> Optional.of(DOLLAR));

        assertThat(costs.since()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(costs.total()).isEqualTo(entry("all", 3, 2_300_000, 1_700_000, "2.5"));
        assertThat(costs.byRun())
                .containsExactly(
                        entry("late", 1, 1_100_000, 900_000, "1.5"),
                        entry("soon", 1, 600_000, 400_000, "0.5"),
                        entry("first", 1, 600_000, 400_000, "0.5"));
        assertThat(costs.byDay())
                .containsExactly(
                        entry("2026-01-03", 1, 1_100_000, 900_000, "1.5"),
                        entry("2026-01-02", 2, 1_200_000, 800_000, "1"));
        assertThat(costs.byTag())
                .containsExactly(
                        entry("env=dev", 1, 1_100_000, 900_000, "1.5"),
                        entry("team=red", 2, 1_700_000, 1_300_000, "2"));
    }

    @Test
    void runs_are_added_up_by_the_model_that_their_manifests_name() {
        Tally tally = new Tally(10, 0, 0, 0, 600_000, 400_000, Map.of());
        List<Run> runs = List.of(
                run("one", Given.TITAN, Duration.ZERO, tally, Map.of()),
                run("two", Duration.ZERO, tally, Map.of()),
                run("three", Duration.ZERO, tally, Map.of()));

        assertThat(Costs.of(runs, model -> Optional.of(DOLLAR)).byModel())
                .containsExactly(
                        entry(Given.TITAN, 1, 600_000, 400_000, "0.5"), entry(Given.HAIKU, 2, 1_200_000, 800_000, "1"));
    }

    @Test
    void a_run_whose_model_has_no_price_counts_its_tokens_and_is_told_apart() {
        Costs costs = Costs.of(
                List.of(run("odd", Duration.ZERO, new Tally(1, 0, 0, 0, 5, 7, Map.of()), Map.of())),
                model -> Optional.empty());

        assertThat(costs.total()).isEqualTo(new Costs.Entry("all", 1, 5, 7, BigDecimal.ZERO, 1));
    }

    private static Costs.Entry entry(String name, long runs, long input, long output, String usd) {
        return new Costs.Entry(name, runs, input, output, new BigDecimal(usd), 0);
    }

    private static Run run(String id, Duration later, Tally tally, Map<String, String> tags) {
        return run(id, Given.HAIKU, later, tally, tags);
    }

    private static Run run(String id, String model, Duration later, Tally tally, Map<String, String> tags) {
        Manifest manifest = Given.wish(model, "{topic}").tags(tags).done();
        Instant at = Given.NOW.plus(later);
        Pool pool = Given.POOL;
        return Run.accepted(new RunId(id), manifest, "inbox/run.json", pool, at)
                .in(new RunState.Done(RunState.Verdict.DONE, 10, 1, tally, at));
    }
}
