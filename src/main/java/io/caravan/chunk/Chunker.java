package io.caravan.chunk;

import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.family.Question;
import io.caravan.format.Buffer;
import io.caravan.format.DataSets;
import io.caravan.format.Rows;
import io.caravan.format.Table;
import io.caravan.model.BatchStatus;
import io.caravan.model.BrokenData;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Remainder;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunState;
import io.caravan.model.S3Uri;
import io.caravan.model.Work;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a job's input: one JSONL line for each row of its slice. Thread-safe. */
public final class Chunker {
    private static final Logger LOG = LoggerFactory.getLogger(Chunker.class);
    private static final int FLUSH = 64 * 1024;

    private final Inventory inventory;
    private final ObjectStore store;
    private final ModelCatalog models;
    private final String bucket;
    private final Predicate<S3Uri> allowed;
    private final InstantSource clock;

    /** @param allowed whether images may be read from there */
    public Chunker(
            Inventory inventory,
            ObjectStore store,
            ModelCatalog models,
            String bucket,
            Predicate<S3Uri> allowed,
            InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.models = models;
        this.bucket = bucket;
        this.allowed = allowed;
        this.clock = clock;
    }

    /**
     * Writes the input of a job, and says where the job goes from here. Of a run whose canary is still to be tried, only the
     * first job is written, for the canary to take its records from, and stays planned.
     */
    public Written write(String jobName) throws IOException {
        Job job = JobId.parse(jobName)
                .flatMap(inventory::job)
                .orElseThrow(() -> new IllegalArgumentException("there is no job " + jobName));
        if (!(job.state() instanceof JobState.Planned || job.state() instanceof JobState.Writing)) {
            return Written.of(job);
        }
        Run run = inventory.run(job.id().run()).orElseThrow();
        return switch (run.state()) {
            case RunState.Running running -> {
                try {
                    JobState.Input input = write(run, job, job.work());
                    JobState next = next(run, job, input);
                    LOG.info("job {}: {} records, {} bytes: {}", job.id(), input.records(), input.bytes(), next.word());
                    yield inventory.move(job, next).map(Written::of).orElse(Written.NOTHING);
                } catch (BrokenData e) {
                    yield broken(run, job, e);
                }
            }
            case RunState.Canary canary -> {
                if (job.id().chunk() > 1) {
                    yield Written.NOTHING;
                }
                write(run, job, job.work());
                yield Written.toTry(run.id());
            }
            // Not planned to the end yet, or cancelled: its planning or its end comes back to it. So does a retry to a
            // run
            // that is over, whose jobs are there before it goes on.
            case RunState.Accepted accepted -> Written.NOTHING;
            case RunState.Fetching fetching -> Written.NOTHING;
            case RunState.Cancelling cancelling -> Written.NOTHING;
            case RunState.Planned planned -> unsent(job);
            case RunState.Done done -> Written.NOTHING;
            case RunState.Failed failed -> unsent(job);
        };
    }

    /** Damage that planning could not see, as it reads no more than it needs: no result can hold these rows. */
    private Written broken(Run run, Job job, BrokenData damage) {
        LOG.error("job {} cannot be written: {}", job.id(), damage.getMessage());
        var failed = new RunState.Failed(
                damage.getMessage() + "; what was answered by then is in the run's folder", clock.instant());
        if (inventory.move(run, failed).isPresent()) {
            unsent(job);
        } // otherwise somebody moved it since: this job is woken again
        return Written.toCollect(job.id());
    }

    private Written unsent(Job job) {
        inventory.move(job, JobState.Collected.unsent("its run was over before it was sent", clock.instant()));
        return Written.NOTHING;
    }

    private JobState.Input write(Run run, Job job, Work work) throws IOException {
        return switch (work) {
            case Work.Rows rows -> write(run, job, rows);
            case Work.Retries retries -> write(run, job, retries);
            case Work.Spread spread -> throw new IllegalStateException(job.id() + " sends nothing");
        };
    }

    /** A batch job where there are records enough for one. */
    private JobState next(Run run, Job job, JobState.Input input) {
        if (input.records() == 0) {
            return over(input, BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "no row of this chunk could be sent");
        }
        if (input.records() >= least(run)) {
            return new JobState.Ready(input);
        }
        return switch (run.manifest().remainder()) {
            case PAD -> new JobState.Ready(input);
            case ON_DEMAND -> new JobState.Invoking(input, 0, Instant.EPOCH);
            case REJECT ->
                over(
                        input,
                        BatchStatus.FAILED,
                        ErrorClass.VALIDATION,
                        "only " + input.records() + " of the " + job.work().records()
                                + " rows of this chunk can be sent, fewer than the " + least(run)
                                + " that Bedrock asks of a batch job for this model; remainder on_demand or pad sends them");
        };
    }

    private JobState over(JobState.Input input, BatchStatus status, ErrorClass missing, String message) {
        return new JobState.Ended(input, "", status, missing, message, clock.instant());
    }

    /** How many records of padding follow so many of rows. */
    private long padding(Run run, long records) {
        boolean pads = run.manifest().remainder() == Remainder.PAD && run.state() instanceof RunState.Running;
        return pads && records > 0 ? Math.max(0, least(run) - records) : 0;
    }

    private long least(Run run) {
        return model(run).limits().minRecords();
    }

    private Model model(Run run) {
        return models.resolve(run.manifest().modelId());
    }

    private JobState.Input write(Run run, Job job, Work.Rows work) throws IOException {
        var folder = new RunFolder(bucket, run.id());
        Table data = DataSets.sent(run.manifest(), store, folder);
        Model model = model(run);
        Question question = Question.of(run.manifest(), model, data.columns());
        var lines = new Buffer(2 * FLUSH);
        long row = work.firstRow();
        long sent = 0;
        long bytes = 0;
        Optional<Images> images = images(run, model);
        try (Rows rows = data.rows(work.slice());
                ObjectStore.Upload unsent = store.write(folder.unsent(job.id()), "application/jsonl");
                ObjectStore.Upload out = store.write(folder.input(job.id()), "application/jsonl")) {
            var asked = new AskedLines(model.family(), data.columns(), images, new Unsent(unsent));
            for (; rows.next(); row++) {
                if (asked.append(question.about(rows.row()), rows.row(), row, lines)) {
                    sent++;
                }
                if (lines.length() >= FLUSH) {
                    bytes += lines.length();
                    lines.writeTo(out);
                    lines.clear();
                }
            }
            bytes += lines.length();
            Padding.append(model.family(), padding(run, sent), lines);
            lines.writeTo(out);
            if (images.isPresent()) {
                unsent.complete(); // before the input: no input is without it
            }
            out.complete();
        }
        return new JobState.Input(work.firstRow(), row - 1, sent, row - work.firstRow() - sent, bytes);
    }

    private Optional<Images> images(Run run, Model model) {
        Manifest manifest = run.manifest();
        return manifest.image()
                .map(column -> new Images(
                        store,
                        allowed,
                        manifest.source(),
                        column,
                        model.imageLimits().orElseThrow()));
    }

    private JobState.Input write(Run run, Job job, Work.Retries work) throws IOException {
        var folder = new RunFolder(bucket, run.id());
        try (ObjectStore.Upload out = store.write(folder.input(job.id()), "application/jsonl")) {
            RetryLines.Copied copied = new RetryLines(store, folder, joined(run), work).copyTo(out);
            var lines = new Buffer(FLUSH);
            Padding.append(model(run).family(), padding(run, copied.records()), lines);
            lines.writeTo(out);
            out.complete();
            return new JobState.Input(copied.firstRow(), copied.lastRow(), copied.records(), 0, copied.bytes());
        }
    }

    /** The last attempt in the part of each chunk, in order: that part says which rows failed. */
    private List<Integer> joined(Run run) {
        return inventory.jobs(run.id()).stream()
                .filter(job -> job.work() instanceof Work.Rows)
                .map(job -> job.state() instanceof JobState.Collected collected ? collected.joined() : 1)
                .toList();
    }
}
