package io.caravan.meter;

import io.caravan.model.Run;
import io.caravan.model.Slots;
import io.caravan.port.Inventory;
import io.caravan.port.Waits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How things stand, by the inventory: each replica shows the same. Thread-safe. */
public final class Gauges {
    private final Inventory inventory;
    private final Waits waits;
    private final InstantSource clock;
    private final MultiGauge runs;
    private final MultiGauge jobs;
    private final MultiGauge inUse;
    private final MultiGauge limit;
    private final MultiGauge longest;

    public Gauges(MeterRegistry registry, Inventory inventory, Waits waits, InstantSource clock) {
        this.inventory = inventory;
        this.waits = waits;
        this.clock = clock;
        runs = MultiGauge.builder("caravan.runs.open").register(registry);
        jobs = MultiGauge.builder("caravan.jobs.open").register(registry);
        inUse = MultiGauge.builder("caravan.slots.in.use").register(registry);
        limit = MultiGauge.builder("caravan.slots.limit").register(registry);
        longest = MultiGauge.builder("caravan.stage.wait").baseUnit("seconds").register(registry);
    }

    /** Brings them up to date. */
    public void look() {
        var byState = new TreeMap<String, Long>();
        var jobsByState = new TreeMap<String, Long>();
        for (Run run : inventory.running()) {
            byState.merge(word(run.state().getClass().getSimpleName()), 1L, Long::sum);
            run.counts().jobs().forEach((state, count) -> jobsByState.merge(word(state), count, Long::sum));
        }
        runs.register(rows("state", byState), true);
        jobs.register(rows("state", jobsByState), true);
        List<Slots> slots = inventory.slots();
        inUse.register(
                slots.stream()
                        .<Row<?>>map(pool -> Row.of(model(pool), pool.inUse()))
                        .toList(),
                true);
        limit.register(
                slots.stream()
                        .<Row<?>>map(pool -> Row.of(model(pool), pool.limit()))
                        .toList(),
                true);
        longest.register(
                waits.longest(clock.instant()).entrySet().stream()
                        .<Row<?>>map(wait -> Row.of(
                                Tags.of("stage", wait.getKey().word()),
                                wait.getValue().toSeconds()))
                        .toList(),
                true);
    }

    private static Tags model(Slots slots) {
        return Tags.of("model", slots.pool().baseModel());
    }

    private static List<Row<?>> rows(String label, Map<String, Long> counts) {
        return counts.entrySet().stream()
                .<Row<?>>map(count -> Row.of(Tags.of(label, count.getKey()), count.getValue()))
                .toList();
    }

    private static String word(String state) {
        return state.toLowerCase(Locale.ROOT);
    }
}
