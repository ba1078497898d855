package io.caravan.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.family.ModelCatalog;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.RunState.Verdict;
import io.caravan.model.S3Uri;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import io.caravan.port.AtWork;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a run that has no open job to its end: parts that a later attempt made stale are joined again, what may heal is
 * sent again, and then the parts become the result. Thread-safe.
 */
public final class Aggregator {
    private static final Logger LOG = LoggerFactory.getLogger(Aggregator.class);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Inventory inventory;
    private final ObjectStore store;
    private final ModelCatalog models;
    private final String bucket;
    private final InstantSource clock;

    public Aggregator(Inventory inventory, ObjectStore store, ModelCatalog models, String bucket, InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.models = models;
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Finds out what a run needs next, and does it where it is the run's end. */
    public Next next(String runId) throws IOException {
        Run run = known(runId);
        List<Job> jobs = inventory.jobs(run.id());
        return switch (run.state()) {
            case RunState.Accepted accepted -> Next.NOTHING;
            case RunState.Canary canary -> Next.NOTHING;
            case RunState.Fetching fetching -> Next.NOTHING;
            case RunState.Running running ->
                brokenOff(run, jobs) || open(jobs)
                        ? Next.NOTHING
                        : next(run, jobs, running.records(), running.repeats(), running.chunks());
            case RunState.Cancelling cancelling ->
                open(jobs)
                        ? Next.cancel(run.id())
                        : next(run, jobs, cancelling.records(), cancelling.repeats(), cancelling.chunks());
            case RunState.Planned planned -> summarised(run, jobs);
            case RunState.Done done -> summarised(run, jobs);
            case RunState.Failed failed -> summarised(run, jobs);
        };
    }

    /**
     * Goes on with a finished run, because a user asks for it: with the rows that a cancelled one never sent, or where
     * there are none, with every failed row.
     */
    public void again(String runId) {
        Run run = known(runId);
        if (!(run.state() instanceof RunState.Done done)) {
            return;
        }
        List<Job> jobs = inventory.jobs(run.id());
        if (!resumed(jobs) && !retried(run, jobs)) {
            LOG.warn("run {}: too few failed rows for a job of their own", run.id());
            return;
        }
        outdate(jobs);
        store.delete(new RunFolder(bucket, run.id()).cancel()); // or it would be found again, and cancel this too
        inventory.move(run, new RunState.Running(done.records(), done.repeats(), done.chunks(), clock.instant()));
    }

    /** The stretches of its result, where there are some, wait for what the chunks will have. */
    private void outdate(List<Job> jobs) {
        for (Job job : jobs) {
            if (job.work() instanceof Work.Spread && job.state() instanceof JobState.Collected collected) {
                inventory.move(job, collected.outdate());
            }
        }
    }

    /** Gives the jobs that were never sent their turn again; those that have it already are of a try that broke off. */
    private boolean resumed(List<Job> jobs) {
        List<Job> unsent = jobs.stream().filter(Aggregator::neverSent).toList();
        unsent.forEach(job -> inventory.move(job, new JobState.Planned()));
        return !unsent.isEmpty()
                || jobs.stream().anyMatch(job -> job.id().attempt() == 1 && job.state() instanceof JobState.Planned);
    }

    private boolean retried(Run run, List<Job> jobs) {
        // Jobs that are open are of an earlier try, which broke off.
        List<Job> again =
                retries(run, open(jobs) ? before(jobs, last(jobs)) : jobs, true).next();
        inventory.add(again);
        return !again.isEmpty();
    }

    /** Adds what is missing of an attempt whose planning broke off; whether there was such an attempt. */
    private boolean brokenOff(Run run, List<Job> jobs) {
        int last = last(jobs);
        List<Job> attempt =
                jobs.stream().filter(job -> job.id().attempt() == last).toList();
        if (attempt.get(0).id().chunk() == 1 || !(attempt.get(0).work() instanceof Work.Retries retries)) {
            return false;
        }
        LOG.info("run {}: the planning of attempt {} broke off, and is gone on with", run.id(), last);
        inventory.add(retries(run, before(jobs, last), retries.all()).next());
        return true;
    }

    private Next next(Run run, List<Job> jobs, long records, long repeats, int chunks) throws IOException {
        int last = last(jobs);
        List<Job> stale = jobs.stream().filter(job -> job.stale(last)).toList();
        if (!stale.isEmpty()) {
            return Next.join(ids(stale));
        }
        if (run.state() instanceof RunState.Running && last < run.manifest().maxAttempts()) {
            List<Job> further = retries(run, jobs, false).next();
            if (!further.isEmpty()) {
                inventory.add(further);
                LOG.info("run {}: attempt {} in {} jobs", run.id(), last + 1, further.size());
                return Next.NOTHING;
            }
        }
        List<JobId> stretches = stretches(run, jobs, chunks);
        return stretches.isEmpty()
                ? new AtWork(until -> inventory.postpone(run, until), clock)
                        .on(() -> finished(run, jobs, records, repeats, chunks))
                : Next.join(stretches);
    }

    /** The stretches of its result, where it is not put together of the chunks' parts: those that are not up to date. */
    private List<JobId> stretches(Run run, List<Job> jobs, int chunks) throws IOException {
        if (!run.manifest().dedupe()) {
            return List.of();
        }
        if (jobs.stream().noneMatch(job -> job.id().equals(new JobId(run.id(), chunks + 1, 1)))) {
            List<Job> stretches =
                    new Stretches(store, new RunFolder(bucket, run.id()), run).jobs(chunks, clock.instant());
            inventory.add(stretches);
            LOG.info("run {}: its result is put together in {} stretches", run.id(), stretches.size());
            return ids(stretches);
        }
        return jobs.stream()
                .filter(job -> job.work() instanceof Work.Spread
                        && job.state() instanceof JobState.Collected collected
                        && collected.outdated())
                .map(Job::id)
                .toList();
    }

    /** Rows of a later attempt that was never sent have their failure; a retry sends them with the other failed ones. */
    private static boolean neverSent(Job job) {
        return job.work() instanceof Work.Rows
                && job.state() instanceof JobState.Collected collected
                && collected.neverSent();
    }

    private Next finished(Run run, List<Job> jobs, long records, long repeats, int chunks) throws IOException {
        Tally tally = checked(run, records, jobs).withCanary(canary(run));
        deliver(run, jobs);
        var done =
                new RunState.Done(verdict(run, tally), records, repeats, chunks, tally, unsent(jobs), clock.instant());
        // The summary is written before the state says that it is there, and again by whoever comes next.
        Next over = summarised(run.in(done), jobs);
        inventory.move(run, done);
        LOG.info(
                "run {} is over ({}): {} rows: {} ok, {} failed, {} skipped",
                run.id(),
                done.verdict(),
                tally.total(),
                tally.ok(),
                tally.failed(),
                tally.skipped());
        return over;
    }

    private static long unsent(List<Job> jobs) {
        return jobs.stream()
                .filter(Aggregator::neverSent)
                .mapToLong(job -> job.work().records())
                .sum();
    }

    /** What the run's canary was billed for. */
    private Tally.Portion canary(Run run) throws IOException {
        S3Uri report = new RunFolder(bucket, run.id()).canary();
        Optional<ObjectStore.Info> info = run.manifest().canary().isPresent() ? store.head(report) : Optional.empty();
        if (info.isEmpty()) {
            return Tally.Portion.NONE;
        }
        try (InputStream in = store.read(report, 0, info.get().size())) {
            JsonNode json = JSON.readTree(in);
            return new Tally.Portion(
                    json.path("records").asLong(),
                    json.at("/tokens/input").asLong(),
                    json.at("/tokens/output").asLong());
        }
    }

    private void deliver(Run run, List<Job> jobs) throws IOException {
        var folder = new RunFolder(bucket, run.id());
        var format = run.manifest().outputFormat();
        var parts = new ArrayList<S3Uri>();
        var errors = new ArrayList<S3Uri>();
        var prompts = new ArrayList<S3Uri>();
        for (Job job : jobs) {
            if (job.work().delivers(run.manifest().dedupe()) && job.state() instanceof JobState.Collected collected) {
                parts.add(folder.part(job.id().chunk(), collected.joined(), format));
                errors.add(folder.partErrors(job.id().chunk(), collected.joined()));
                prompts.add(folder.partPrompts(job.id().chunk(), collected.joined()));
            }
        }
        new Delivery(store, folder).result(parts, format);
        store.concatenate(errors.stream().map(ObjectStore.Piece::whole).toList(), folder.errors(), "application/jsonl");
        if (run.manifest().prompts().several()) {
            new PromptCounts(store, folder).deliver(prompts);
        }
    }

    /** Rows in = rows out, before anything is called done. */
    private static Tally checked(Run run, long records, List<Job> jobs) {
        Tally tally = Tally.NONE;
        for (Job job : jobs) {
            if (job.state() instanceof JobState.Collected collected) {
                // Later attempts are about the same rows; only their padding is more.
                tally = tally.plus(
                        job.id().attempt() == 1
                                ? collected.tally()
                                : collected.tally().billOnly());
            }
        }
        if (tally.total() != records) {
            throw new IllegalStateException("run " + run.id() + " has " + records + " rows, but its parts hold "
                    + tally.ok() + " ok + " + tally.failed() + " failed + " + tally.skipped() + " skipped");
        }
        return tally;
    }

    private static Verdict verdict(Run run, Tally tally) {
        if (run.state() instanceof RunState.Cancelling) {
            return Verdict.CANCELLED;
        }
        Manifest manifest = run.manifest();
        return tally.failed() * 100.0 <= manifest.maxFailedPercent() * tally.total() ? Verdict.DONE : Verdict.FAILED;
    }

    private Next summarised(Run run, List<Job> jobs) throws IOException {
        store.put(
                new RunFolder(bucket, run.id()).summary(),
                Summary.of(
                        run,
                        jobs,
                        models.price(run.manifest().modelId()),
                        canary(run),
                        run.manifest().prompts().several() && run.state() instanceof RunState.Done done
                                ? new PromptCounts(store, new RunFolder(bucket, run.id())).of(done.tally())
                                : Map.of(),
                        bucket),
                "application/json");
        return Next.over(run.id());
    }

    private RetryPlan retries(Run run, List<Job> jobs, boolean all) {
        return new RetryPlan(run, jobs, models.resolve(run.manifest().modelId()).limits(), all);
    }

    private static int last(List<Job> jobs) {
        return jobs.stream().mapToInt(job -> job.id().attempt()).max().orElse(1);
    }

    private static List<Job> before(List<Job> jobs, int attempt) {
        return jobs.stream().filter(job -> job.id().attempt() < attempt).toList();
    }

    private static boolean open(List<Job> jobs) {
        return jobs.stream().anyMatch(job -> !(job.state() instanceof JobState.Collected));
    }

    private static List<JobId> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }

    private Run known(String runId) {
        return inventory
                .run(new RunId(runId))
                .orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
    }
}
