package io.caravan.invoke;

import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invokes the first records of a run on demand before any of its jobs is submitted, and stops the run when too many of
 * them fail. Their answers are for looking at: the records are sent again with their job. Thread-safe.
 */
public final class Canary {
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);

    private final Inventory inventory;
    private final ObjectStore store;
    private final Invocations invocations;
    private final ModelCatalog models;
    private final String bucket;
    private final Duration silence;
    private final InstantSource clock;

    /** @param silence after so long without a word, whoever was at a canary is held for dead */
    public Canary(
            Inventory inventory,
            ObjectStore store,
            Invocations invocations,
            ModelCatalog models,
            String bucket,
            Duration silence,
            InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.invocations = invocations;
        this.models = models;
        this.bucket = bucket;
        this.silence = silence;
        this.clock = clock;
    }

    /**
     * What the run needs next.
     *
     * @param toWrite the job whose input is missing
     * @param over the run, when it is over
     */
    public record Outcome(List<JobId> toWrite, List<RunId> over) {
        static final Outcome NOTHING = new Outcome(List.of(), List.of());
    }

    /**
     * Sends a run's canary and decides on the run. Told of it again, the answers that are kept are not asked for again; one
     * that another replica is at is left alone.
     */
    public Outcome send(String runId) throws IOException, InterruptedException {
        Run run = inventory
                .run(new RunId(runId))
                .orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
        if (!(run.state() instanceof RunState.Canary canary)
                || canary.heard().plus(silence).isAfter(clock.instant())) {
            return Outcome.NOTHING;
        }
        List<Job> jobs = inventory.jobs(run.id());
        var folder = new RunFolder(bucket, run.id());
        JobId first = jobs.get(0).id();
        if (store.head(folder.input(first)).isEmpty()) {
            return new Outcome(List.of(first), List.of());
        }
        var hold = new Hold(run, canary);
        if (!hold.renew()) {
            return Outcome.NOTHING;
        }
        Model model = models.resolve(run.manifest().modelId());
        var order = new Invocations.Order(
                folder.input(first), run.manifest().canary().orElseThrow(), model, folder.canaryAnswers());
        if (!invocations.answer(order, answered -> hold.renew())) {
            return Outcome.NOTHING; // cancelled, or another replica is at it
        }
        CanaryAnswers answers = CanaryAnswers.read(store, order.output(), model.family(run.manifest()));
        var report =
                CanaryReport.of(answers, run.manifest().maxFailedPercent(), model, canary.records() - canary.repeats());
        store.put(folder.canary(), report.json(), "application/json");
        Optional<String> objection = report.objection();
        LOG.info("run {}: canary of {} records: {}", run.id(), report.tally().total(), objection.orElse("passed"));
        return objection.isPresent() ? stop(hold, jobs, objection.get()) : goOn(hold, canary);
    }

    /** From now on its jobs have their turn. */
    private Outcome goOn(Hold hold, RunState.Canary canary) {
        hold.move(new RunState.Running(canary.records(), canary.repeats(), canary.chunks(), clock.instant()));
        return Outcome.NOTHING;
    }

    /** Ends the jobs before the run, so that none of them is woken later. */
    private Outcome stop(Hold hold, List<Job> jobs, String reason) {
        for (Job job : jobs) {
            if (job.state() instanceof JobState.Planned) {
                inventory.move(job, JobState.Collected.unsent("stopped by the canary", clock.instant()));
            }
        }
        boolean moved = hold.move(new RunState.Failed(reason, clock.instant()));
        return moved ? new Outcome(List.of(), List.of(hold.run.id())) : Outcome.NOTHING;
    }

    /** A run that this replica is at, as long as nobody else moves it. Used by one thread. */
    private final class Hold {
        private final RunState.Canary canary;
        private Run run;

        Hold(Run run, RunState.Canary canary) {
            this.run = run;
            this.canary = canary;
        }

        boolean renew() {
            return move(new RunState.Canary(canary.records(), canary.repeats(), canary.chunks(), clock.instant()));
        }

        boolean move(RunState next) {
            Optional<Run> moved = inventory.move(run, next);
            moved.ifPresent(now -> run = now);
            return moved.isPresent();
        }
    }
}
