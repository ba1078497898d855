package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.caravan.family.Price;
import io.caravan.model.Run;
import io.caravan.model.RunState;
import io.caravan.model.Tally;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the newest runs cost, so far or in all: answers that were replaced, padding and canaries included.
 *
 * @param since when the oldest of them was accepted; older ones are not among them. Null when there is no run
 * @param byDay by the day, in UTC, on which they were accepted, the newest first
 * @param byTag by each of their tags, as {@code key=value}: a run with several counts in each
 * @param byModel by the model as their manifests name it
 * @param byRun the newest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Costs(
        @Nullable String since,
        Entry total,
        @JsonProperty("by_day") List<Entry> byDay,
        @JsonProperty("by_tag") List<Entry> byTag,
        @JsonProperty("by_model") List<Entry> byModel,
        @JsonProperty("by_run") List<Entry> byRun) {

    /**
     * What some runs cost together.
     *
     * @param name the day, the tag, the model or the run
     * @param costUsd US dollars for the runs whose model has a price
     * @param unpriced the runs whose model has none, which are not in {@code costUsd}
     */
    public record Entry(
            String name,
            long runs,
            @JsonProperty("input_tokens") long inputTokens,
            @JsonProperty("output_tokens") long outputTokens,
            @JsonProperty("cost_usd") BigDecimal costUsd,
            long unpriced) {
        private Entry plus(Entry other) {
            return new Entry(
                    name,
                    runs + other.runs,
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens,
                    written(costUsd.add(other.costUsd)),
                    unpriced + other.unpriced);
        }
    }

    /** @param runs the newest first */
    static Costs of(List<Run> runs, Function<String, Optional<Price>> prices) {
        var byDay = new TreeMap<String, Entry>(Comparator.reverseOrder());
        var byTag = new TreeMap<String, Entry>();
        var byModel = new TreeMap<String, Entry>();
        var byRun = new ArrayList<Entry>();
        Entry total = new Entry("all", 0, 0, 0, BigDecimal.ZERO, 0);
        for (Run run : runs) {
            Tally tally = tally(run);
            Optional<Price> price = prices.apply(run.manifest().modelId());
            byRun.add(entry(run.id().value(), tally, price));
            total = total.plus(entry("all", tally, price));
            String day = run.acceptedAt().atOffset(ZoneOffset.UTC).toLocalDate().toString();
            byDay.merge(day, entry(day, tally, price), Entry::plus);
            String model = run.manifest().modelId();
            byModel.merge(model, entry(model, tally, price), Entry::plus);
            for (Map.Entry<String, String> tag : run.manifest().tags().entrySet()) {
                String name = tag.getKey() + "=" + tag.getValue();
                byTag.merge(name, entry(name, tally, price), Entry::plus);
            }
        }
        return new Costs(
                runs.isEmpty() ? null : runs.get(runs.size() - 1).acceptedAt().toString(),
                total,
                List.copyOf(byDay.values()),
                List.copyOf(byTag.values()),
                List.copyOf(byModel.values()),
                List.copyOf(byRun));
    }

    /** With all of its digits and none more. */
    private static BigDecimal written(BigDecimal amount) {
        BigDecimal bare = amount.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    private static Tally tally(Run run) {
        return run.state() instanceof RunState.Done done
                ? done.tally()
                : run.counts().tally();
    }

    private static Entry entry(String name, Tally tally, Optional<Price> price) {
        Tally.Portion all = tally.bill()
                .batch()
                .plus(tally.bill().onDemand())
                .plus(tally.bill().canary())
                .plus(tally.padding());
        return new Entry(
                name,
                1,
                all.inputTokens(),
                all.outputTokens(),
                price.map(known -> written(known.cost(tally))).orElse(BigDecimal.ZERO),
                price.isPresent() ? 0 : 1);
    }
}
