package io.caravan.chunk;

import io.caravan.family.Ask;
import io.caravan.family.Family;
import io.caravan.family.ModelCatalog;
import io.caravan.format.Buffer;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.RowCheck;
import io.caravan.format.Rows;
import io.caravan.format.StoredFile;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunState;
import io.caravan.model.Work;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
    private final InstantSource clock;

    public Chunker(Inventory inventory, ObjectStore store, ModelCatalog models, String bucket, InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.models = models;
        this.bucket = bucket;
        this.clock = clock;
    }

    /**
     * Writes the input of a planned job.
     *
     * @return the pool in which a job waits now; none when the job is further on already
     */
    public List<Pool> write(String jobName) throws IOException {
        Job job = JobId.parse(jobName)
                .flatMap(inventory::job)
                .orElseThrow(() -> new IllegalArgumentException("there is no job " + jobName));
        if (!(job.state() instanceof JobState.Planned)) {
            return job.state() instanceof JobState.Ready ? List.of(job.pool()) : List.of();
        }
        Run run = inventory.run(job.id().run()).orElseThrow();
        if (run.state().over()) {
            inventory.move(job, JobState.Collected.unsent("its run was over before it was sent", clock.instant()));
            return List.of();
        }
        if (!(run.state() instanceof RunState.Running)) {
            return List.of(); // not planned to the end yet, or cancelled: its planning or its end comes back to it
        }
        JobState.Input input = switch (job.work()) {
            case Work.Rows rows -> write(run, job, rows);
            case Work.Retries retries -> write(run, job, retries);
        };
        if (inventory.move(job, new JobState.Ready(input)).isPresent()) {
            LOG.info("job {} is ready: {} records, {} bytes", job.id(), input.records(), input.bytes());
        }
        return List.of(job.pool());
    }

    private JobState.Input write(Run run, Job job, Work.Rows work) throws IOException {
        var folder = new RunFolder(bucket, run.id());
        DataSet data = DataSets.open(
                StoredFile.in(store, folder.sources()), run.manifest().source().csv());
        Family family = models.resolve(run.manifest().modelId()).family();
        Optional<Ask> asked = Ask.of(run.manifest());
        Line line = asked.<Line>map(ask -> LineTemplate.compile(family.body(ask), data.columns()))
                .orElseGet(() -> new RecordLine(data.columns().indexOf(RowCheck.MODEL_INPUT)));
        RowCheck check = asked.map(
                        ask -> RowCheck.asked(data.columns(), ask.columns(), values -> family.objection(ask, values)))
                .orElseGet(() -> RowCheck.ofRecords(data.columns()));
        var lines = new Buffer(2 * FLUSH);
        long row = work.firstRow();
        long sent = 0;
        long bytes = 0;
        try (Rows rows = data.rows(work.slice());
                ObjectStore.Upload out = store.write(folder.input(job.id()), "application/jsonl")) {
            for (; rows.next(); row++) {
                if (check.problem(rows.row()).isPresent()) {
                    continue; // it cannot be sent: the collector finds the same and says so in the result
                }
                line.append(rows.row(), row, lines);
                sent++;
                if (lines.length() >= FLUSH) {
                    bytes += lines.length();
                    lines.writeTo(out);
                    lines.clear();
                }
            }
            bytes += lines.length();
            lines.writeTo(out);
            out.complete();
        }
        return new JobState.Input(work.firstRow(), row - 1, sent, row - work.firstRow() - sent, bytes);
    }

    private JobState.Input write(Run run, Job job, Work.Retries work) throws IOException {
        var folder = new RunFolder(bucket, run.id());
        try (ObjectStore.Upload out = store.write(folder.input(job.id()), "application/jsonl")) {
            RetryLines.Copied copied = new RetryLines(store, folder, joined(run), work).copyTo(out);
            out.complete();
            return new JobState.Input(copied.firstRow(), copied.lastRow(), copied.records(), 0, copied.bytes());
        }
    }

    /** The last attempt in the part of each chunk, in order: that part says which rows failed. */
    private List<Integer> joined(Run run) {
        return inventory.jobs(run.id()).stream()
                .filter(job -> job.id().attempt() == 1)
                .map(job -> job.state() instanceof JobState.Collected collected ? collected.joined() : 1)
                .toList();
    }
}
