package io.caravan.collect;

import io.caravan.family.Family;
import io.caravan.family.ModelCatalog;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.PartWriter;
import io.caravan.format.Parts;
import io.caravan.format.Row;
import io.caravan.format.Rows;
import io.caravan.format.StoredFile;
import io.caravan.model.Answer;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.RecordId;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins a job's answers to the rows that asked for them: every row once, in order. Thread-safe. */
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
     * Collects a job that is over.
     *
     * @return its run, when it has no open job left
     */
    public List<RunId> collect(String jobName) throws IOException {
        Job job = JobId.parse(jobName)
                .flatMap(inventory::job)
                .orElseThrow(() -> new IllegalArgumentException("there is no job " + jobName));
        if (job.state() instanceof JobState.Ended ended) {
            Run run = inventory.run(job.id().run()).orElseThrow();
            Tally tally = switch (job.work()) {
                case Work.Rows rows -> join(run, job, rows, ended);
                case Work.Retries retries -> throw new IllegalStateException("no retries yet: " + retries);
            };
            var collected = new JobState.Collected(
                    ended.input(), ended.arn(), ended.status(), ended.message(), tally, clock.instant());
            if (inventory.move(job, collected).isPresent()) {
                LOG.info(
                        "job {} collected: {} ok, {} failed, {} skipped",
                        job.id(),
                        tally.ok(),
                        tally.failed(),
                        tally.skipped());
            }
        }
        return inventory.run(job.id().run()).filter(run -> run.counts().open() == 0).map(Run::id).stream()
                .toList();
    }

    private Tally join(Run run, Job job, Work.Rows work, JobState.Ended ended) throws IOException {
        var folder = new RunFolder(bucket, run.id());
        int chunk = job.id().chunk();
        DataSet data = DataSets.open(StoredFile.in(store, folder.sources()));
        Family family = models.resolve(run.manifest().modelId()).family();
        var tally = new Tally.Counter();
        try (Rows rows = data.rows(work.slice());
                Answers answers = Answers.fetch(store, folder.output(job.id()), work.firstRow(), (int) work.records());
                ObjectStore.Upload part =
                        store.write(folder.part(chunk, run.manifest().outputFormat()), "text/csv");
                ObjectStore.Upload errors = store.write(folder.partErrors(chunk), "application/jsonl")) {
            PartWriter partRows = Parts.csv(part, data.columns(), family.embeds(), chunk == 1);
            PartWriter errorRows = Parts.errors(errors, data.columns());
            for (long row = work.firstRow(); rows.next(); row++) {
                Answer answer = answer(rows.row(), row, answers, family, ended);
                String recordId = RecordId.of(row);
                partRows.row(rows.row(), recordId, answer);
                errorRows.row(rows.row(), recordId, answer);
                tally.count(answer);
            }
            partRows.flush();
            errorRows.flush();
            if (answers.ignored() > 0) {
                LOG.warn("job {}: {} lines of its output were ignored", job.id(), answers.ignored());
            }
            checked(job, work.records(), tally.tally());
            part.complete();
            errors.complete();
        }
        return tally.tally();
    }

    private static Answer answer(Row row, long number, Answers answers, Family family, JobState.Ended ended)
            throws IOException {
        Optional<String> problem = row.problem();
        if (problem.isPresent()) {
            return new Answer.Skipped(problem.get());
        }
        return answers.of(number, family).orElseGet(() -> Answer.Failed.of(ended.missing(), silence(ended)));
    }

    private static String silence(JobState.Ended ended) {
        String why = ended.message().isEmpty() ? "" : ": " + ended.message();
        return ended.arn().isEmpty()
                ? ended.message()
                : "the job ended as " + ended.status().word() + " without an answer to this record" + why;
    }

    /** Rows in = rows out, before anything of this part exists. */
    private static void checked(Job job, long records, Tally tally) {
        if (tally.total() != records) {
            throw new IllegalStateException(
                    "job " + job.id() + " has " + records + " rows, but " + tally.total() + " came out of the join");
        }
    }
}
