package io.caravan.collect;

import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.format.Lines;
import io.caravan.model.Answer;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import io.caravan.port.AtWork;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins answers to the rows that asked for them, when a job is over and again when a later attempt is. Thread-safe. */
public final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final Inventory inventory;
    private final ObjectStore store;
    private final ModelCatalog models;
    private final String bucket;
    private final InstantSource clock;

    public Collector(Inventory inventory, ObjectStore store, ModelCatalog models, String bucket, InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.models = models;
        this.bucket = bucket;
        this.clock = clock;
    }

    /**
     * Collects a job that is over, or joins a chunk again that later attempts have answered.
     *
     * @return its run, when it has no open job left
     */
    public List<RunId> collect(String jobName) throws IOException {
        Job job = JobId.parse(jobName)
                .flatMap(inventory::job)
                .orElseThrow(() -> new IllegalArgumentException("there is no job " + jobName));
        Run run = inventory.run(job.id().run()).orElseThrow();
        switch (job.state()) {
            case JobState.Ended ended -> {
                var atWork = new AtWork(until -> inventory.postpone(job, until), clock);
                collected(
                        job,
                        ended,
                        atWork.on(() -> tally(run, job, ended)),
                        job.work() instanceof Work.Spread
                                ? last(inventory.jobs(run.id()))
                                : job.id().attempt());
            }
            case JobState.Collected earlier -> again(run, job, earlier);
            default -> {} // early news: the job is collected when it is over
        }
        return inventory.run(run.id()).filter(now -> now.counts().open() == 0).map(Run::id).stream()
                .toList();
    }

    /**
     * Where the rows of a collected job are, for routes of users.
     *
     * @return the key of the part; none for a job that is not collected, or that sends rows again: theirs is the part of
     *     the first attempt, which is joined anew
     */
    public List<String> part(String jobName) {
        return JobId.parse(jobName).flatMap(inventory::job).stream()
                .flatMap(job -> job.state() instanceof JobState.Collected collected
                        ? inventory.run(job.id().run()).stream()
                                .filter(run ->
                                        job.work().delivers(run.manifest().dedupe()))
                                .map(run -> folder(run.id())
                                        .part(
                                                job.id().chunk(),
                                                collected.joined(),
                                                run.manifest().outputFormat())
                                        .key())
                        : Stream.empty())
                .toList();
    }

    private Tally tally(Run run, Job job, JobState.Ended ended) throws IOException {
        return switch (job.work()) {
            case Work.Rows rows -> part(run, job, rows, ended).write(List.of(output(job, ended.arn())), 1);
            case Work.Retries retries -> retried(run, job, ended);
            case Work.Spread spread -> {
                List<Job> all = inventory.jobs(run.id());
                yield stretch(run, job, spread).write(all, last(all));
            }
        };
    }

    /** A part is the join of its slice with all attempts; the last word about a row counts. */
    private void again(Run run, Job job, JobState.Collected earlier) throws IOException {
        if (run.counts().open() > 0) {
            return; // a repeated message: jobs that are not written yet count on the failures that this part lists
        }
        List<Job> later = inventory.jobs(run.id(), 2);
        int last = last(later);
        if (job.work() instanceof Work.Spread spread) {
            List<Job> all = inventory.jobs(run.id());
            // Not before all chunks have the last word.
            if (earlier.outdated() && all.stream().noneMatch(other -> other.stale(last))) {
                collected(job, ended(earlier), stretch(run, job, spread).write(all, last), last);
            }
            return;
        }
        if (!(job.work() instanceof Work.Rows rows) || (earlier.joined() >= last && !earlier.outdated())) {
            return;
        }
        var outputs = new ArrayList<Output>(List.of(output(job, earlier.arn())));
        for (Job other : later) {
            if (other.state() instanceof JobState.Collected collected
                    && collected.input().firstRow() < rows.firstRow() + rows.records()
                    && collected.input().lastRow() >= rows.firstRow()) {
                outputs.add(output(other, collected.arn()));
            }
        }
        JobState.Ended facts = ended(earlier);
        Tally joined = part(run, job, rows, facts).write(outputs, last);
        // What this job was billed for stays, whoever has the last word now; other jobs have bills of their own.
        collected(job, facts, joined.with(earlier.tally().bill()), last);
    }

    private static JobState.Ended ended(JobState.Collected earlier) {
        return new JobState.Ended(
                earlier.input(),
                earlier.arn(),
                earlier.status(),
                earlier.missing(),
                earlier.message(),
                earlier.since(),
                earlier.ended());
    }

    private static int last(List<Job> jobs) {
        return jobs.stream().mapToInt(job -> job.id().attempt()).max().orElse(1);
    }

    /** What a later attempt brought, by its own output; its rows' parts are joined again afterwards. */
    private Tally retried(Run run, Job job, JobState.Ended ended) throws IOException {
        var tally = new Tally.Counter();
        long[] rows = rowsSent(run, job);
        try (Answers answers = Answers.fetch(
                store,
                List.of(output(job, ended.arn())),
                new Places.Listed(rows),
                model(run).family(run.manifest()))) {
            for (long row : rows) {
                Answer answer =
                        answers.of(row).orElseGet(() -> Answer.Failed.of(ended.missing(), Silence.reason(ended)));
                if (answers.onDemand(row)) {
                    tally.countOnDemand(answer);
                } else {
                    tally.count(answer);
                }
            }
            return tally.tally(answers.padding());
        }
    }

    private long[] rowsSent(Run run, Job job) throws IOException {
        Optional<ObjectStore.Info> input = store.head(folder(run.id()).input(job.id()));
        if (input.isEmpty()) {
            return new long[0]; // cancelled before it was written
        }
        LongStream.Builder rows = LongStream.builder();
        var line = new OutputLine();
        try (var lines = new Lines(store.read(input.get().uri(), 0, input.get().size()))) {
            while (lines.next()) {
                if (line.read(lines.bytes(), lines.from(), lines.to()) && !line.pads()) {
                    rows.add(line.row());
                }
            }
        }
        return rows.build().toArray();
    }

    private void collected(Job job, JobState.Ended ended, Tally tally, int joined) {
        var state = new JobState.Collected(
                ended.input(),
                ended.arn(),
                ended.status(),
                ended.missing(),
                ended.message(),
                tally,
                joined,
                false,
                ended.since(),
                ended.at(),
                clock.instant());
        if (inventory.move(job, state).isPresent()) {
            LOG.info(
                    "job {} collected: {} ok, {} failed, {} skipped",
                    job.id(),
                    tally.ok(),
                    tally.failed(),
                    tally.skipped());
        }
    }

    private Part part(Run run, Job job, Work.Rows rows, JobState.Ended facts) {
        return new Part(store, folder(run.id()), run.manifest(), model(run), job.id(), rows, facts);
    }

    private Stretch stretch(Run run, Job job, Work.Spread spread) {
        return new Stretch(store, folder(run.id()), run.manifest(), model(run), job.id(), spread);
    }

    /** A job without an ARN was no batch job. */
    private Output output(Job job, String arn) {
        return new Output(folder(job.id().run()).output(job.id()), arn.isEmpty());
    }

    private RunFolder folder(RunId run) {
        return new RunFolder(bucket, run);
    }

    private Model model(Run run) {
        return models.resolve(run.manifest().modelId());
    }
}
