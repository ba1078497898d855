package io.caravan.meter;

import io.caravan.family.Price;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.Tally;
import io.caravan.port.Witness;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Counts what this replica did: their sum over all replicas is what happened. No label has the name of a run or a job, so
 * that there are no more series after a year than after a day. Thread-safe.
 */
public final class Counters implements Witness {
    private final MeterRegistry registry;
    private final Function<String, Optional<Price>> prices;

    /** @param prices of a model id */
    public Counters(MeterRegistry registry, Function<String, Optional<Price>> prices) {
        this.registry = registry;
        this.prices = prices;
    }

    @Override
    public void came(Run run) {
        count("caravan.runs", 1, "state", word(run.state().getClass()));
    }

    /** Answers count when they are first joined: a second joining, after another attempt, is about the same ones. */
    @Override
    public void came(Job before, Job after) {
        if (!before.state().getClass().equals(after.state().getClass())) { // counts of progress are moves too
            count("caravan.jobs", 1, "state", word(after.state().getClass()));
        }
        if (after.state() instanceof JobState.Collected collected && !(before.state() instanceof JobState.Collected)) {
            tally(collected.tally(), after.pool().baseModel());
        }
    }

    private void tally(Tally tally, String model) {
        count("caravan.records", (double) tally.ok(), "status", "ok");
        count("caravan.records", (double) tally.failed(), "status", "failed");
        count("caravan.records", (double) tally.skipped(), "status", "skipped");
        tally.errors().forEach((word, count) -> count("caravan.record.errors", (double) count, "class", word));
        count("caravan.tokens", (double) tally.inputTokens(), "direction", "input");
        count("caravan.tokens", (double) tally.outputTokens(), "direction", "output");
        double cost = prices.apply(model)
                .map(price -> price.cost(tally).doubleValue())
                .orElse(0.0);
        registry.counter("caravan.cost.usd", Tags.of("model", model)).increment(cost);
    }

    @Override
    public void called(String service, String operation, String outcome, Duration time) {
        registry.timer("caravan.api.calls", Tags.of("service", service, "operation", operation, "outcome", outcome))
                .record(time);
    }

    private void count(String name, double more, String label, String value) {
        registry.counter(name, Tags.of(label, value)).increment(more);
    }

    private static String word(Class<?> state) {
        return state.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
