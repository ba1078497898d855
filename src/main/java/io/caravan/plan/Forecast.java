package io.caravan.plan;

import io.caravan.family.Model;
import io.caravan.family.Question;
import io.caravan.format.RecordIndex;
import io.caravan.format.Table;
import io.caravan.model.ErrorClass;
import io.caravan.model.Manifest;
import io.caravan.model.Refused;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import io.caravan.model.Tally;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/** Says what a planned run will likely take, before anything of it is billed. */
record Forecast(Inventory inventory, ObjectStore store, RunFolder folder) {
    /** Earlier runs that are looked at for the length of answers. */
    private static final int EARLIER = 100;

    /**
     * Writes {@code plan.json}.
     *
     * @param data what is sent
     * @param repeats rows that are answered by what is sent of others
     * @throws Refused when the run is estimated to cost more than it may
     */
    void write(Run run, Model model, Table data, RecordIndex index, Plan plan, long repeats) throws IOException {
        Manifest manifest = run.manifest();
        Question question = Question.of(manifest, model, data.columns());
        Sample sample = Sample.of(data, index, plan.records(), question);
        double sent = plan.records() * sample.share();
        Estimate estimate = Estimate.of(
                sent,
                sample,
                answers(run, model, sample),
                model.price(),
                Ways.of(manifest, sent, model.limits().minRecords()));
        store.put(
                folder.plan(),
                PlanFile.of(run, plan, repeats, sample, estimate, model.price(), waiting(run, plan)),
                "application/json");
        manifest.budget().maxCostUsd().flatMap(estimate::tooDear).ifPresent(reason -> {
            throw Refused.because("max_cost_usd", reason);
        });
    }

    private Estimate.Answers answers(Run run, Model model, Sample sample) {
        if (model.family().embeds()) {
            return Estimate.Answers.EMBEDDINGS;
        }
        return inventory.runs(EARLIER).stream()
                .filter(earlier -> asksTheSame(earlier.manifest(), run.manifest()))
                .flatMap(earlier -> measured(earlier).stream())
                .findFirst()
                .orElseGet(() -> Estimate.Answers.upTo(Math.round(sample.maxTokens())));
    }

    private static boolean asksTheSame(Manifest one, Manifest other) {
        return one.modelId().equals(other.modelId())
                && one.parameterColumns().equals(other.parameterColumns())
                && one.prompts().equals(other.prompts())
                && one.parameters().equals(other.parameters())
                && one.outputSchema().equals(other.outputSchema());
    }

    private static Optional<Estimate.Answers> measured(Run earlier) {
        Tally tally = earlier.state() instanceof RunState.Done done ? done.tally() : Tally.NONE;
        // Those that failed for what the model said are billed, too.
        long answered =
                tally.ok() - tally.repeats() + failed(tally, ErrorClass.SCHEMA) + failed(tally, ErrorClass.REFUSED);
        return answered <= 0 || tally.outputTokens() == 0
                ? Optional.empty()
                : Optional.of(Estimate.Answers.measured(
                        (double) tally.outputTokens() / answered, earlier.id().value()));
    }

    private static long failed(Tally tally, ErrorClass reason) {
        return tally.errors().getOrDefault(reason.word(), 0L);
    }

    /** How many jobs can be at Bedrock at once, and what that means for this run. */
    private String waiting(Run run, Plan plan) {
        Slots slots = inventory.slots().stream()
                .filter(known -> known.pool().equals(run.pool()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("pool " + run.pool() + " was not opened"));
        int rounds = Math.ceilDiv(plan.chunks(), slots.limit());
        return "%d of %d slots of %s are in use; the run's jobs need %s"
                        .formatted(
                                slots.inUse(),
                                slots.limit(),
                                slots.pool().baseModel(),
                                rounds == 1 ? "one round" : rounds + " rounds")
                + "; a round takes as long as Bedrock takes for a job, typically hours, at most "
                + run.manifest().timeoutHours();
    }
}
