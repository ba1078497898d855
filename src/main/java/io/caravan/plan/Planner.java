package io.caravan.plan;

import io.caravan.family.Fingerprints;
import io.caravan.family.Limits;
import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.family.Question;
import io.caravan.format.Bytes;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.RecordIndex;
import io.caravan.format.Table;
import io.caravan.model.BrokenData;
import io.caravan.model.Conversion;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.Manifest;
import io.caravan.model.OutputFormat;
import io.caravan.model.Refused;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Source;
import io.caravan.model.Work;
import io.caravan.port.AtWork;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pins a run's data set, counts its records and plans its chunks. Thread-safe. */
public final class Planner {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final Inventory inventory;
    private final ObjectStore store;
    private final ModelCatalog models;
    private final String bucket;
    private final long maxUnpacked;
    private final int stretch;
    private final InstantSource clock;

    /** @param maxUnpacked how many bytes a packed file may unpack to */
    public Planner(
            Inventory inventory,
            ObjectStore store,
            ModelCatalog models,
            String bucket,
            long maxUnpacked,
            InstantSource clock) {
        this(inventory, store, models, bucket, maxUnpacked, Work.Spread.MOST, clock);
    }

    /**
     * The same with short stretches.
     *
     * @param stretch how many rows of a result are put together at once, where what they ask repeatedly is sent once
     */
    public Planner(
            Inventory inventory,
            ObjectStore store,
            ModelCatalog models,
            String bucket,
            long maxUnpacked,
            int stretch,
            InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.models = models;
        this.bucket = bucket;
        this.maxUnpacked = maxUnpacked;
        this.stretch = stretch;
        this.clock = clock;
    }

    /**
     * Plans a run.
     *
     * @return the job whose input a canary takes its records from, if there is to be one; all others wait for their turn
     */
    public List<JobId> plan(String runId) throws IOException {
        Run run = inventory
                .run(new RunId(runId))
                .orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
        if (run.state() instanceof RunState.Accepted || run.state() instanceof RunState.Fetching) {
            try {
                new AtWork(until -> inventory.postpone(run, until), clock).on(() -> planned(run));
            } catch (Refused | BrokenData e) {
                LOG.info("run {} cannot be planned: {}", run.id(), e.getMessage());
                inventory.move(run, new RunState.Failed(String.valueOf(e.getMessage()), clock.instant()));
            }
        }
        boolean tried = inventory.run(run.id()).map(Run::state).orElseThrow() instanceof RunState.Canary;
        return tried ? List.of(new JobId(run.id(), 1, 1)) : List.of();
    }

    private Optional<Run> planned(Run run) throws IOException {
        var folder = new RunFolder(bucket, run.id());
        Model model = models.resolve(run.manifest().modelId());
        List<Bytes> files = files(run, folder);
        if (files.isEmpty()) {
            return Optional.empty(); // the Hub's files are not all there yet
        }
        DataSet data = DataSets.of(run.manifest(), files);
        if (run.manifest().outputFormat() == OutputFormat.PARQUET) {
            data.checkTypes();
        }
        RecordIndex index = data.index(bytes -> {});
        whole(run, index.records());
        Manifest manifest = run.manifest();
        int perRow = manifest.prompts().perRow();
        long wanted = Math.min(index.records(), manifest.caps().records().orElse(Long.MAX_VALUE));
        if (!manifest.dedupe() || wanted < perRow) {
            return planned(run, model, data, index, Plan.of(index, limits(run, model)), 0, plan -> {});
        }
        Question question = Question.of(manifest, model, data.columns());
        var fingerprints = new Fingerprints(data.columns(), manifest.image());
        try (Repeats repeats = Repeats.find(data, index, wanted - wanted % perRow, question, fingerprints)) {
            repeats.write(store, folder);
            Plan.Limits limits = limits(run, model).ofDistinct();
            long rows = repeats.rowsOf(limits.records(), perRow);
            RecordIndex records = repeats.index(rows);
            return planned(
                    run,
                    model,
                    DataSets.sent(manifest, store, folder),
                    records,
                    Plan.of(records, limits.beside(repeats.among(rows))),
                    repeats.among(rows),
                    plan -> repeats.write(store, folder, plan, rows, stretch));
        }
    }

    /** What is written down beside a plan that is not a dry run's. */
    @FunctionalInterface
    private interface Beside {
        void write(Plan plan) throws IOException;
    }

    /** @param repeats rows that are answered by what is sent of others */
    private Optional<Run> planned(
            Run run, Model model, Table data, RecordIndex index, Plan plan, long repeats, Beside beside)
            throws IOException {
        new Forecast(inventory, store, new RunFolder(bucket, run.id())).write(run, model, data, index, plan, repeats);
        long rows = plan.records() + repeats;
        if (run.manifest().budget().dryRun()) {
            LOG.info("run {} was to be planned only: {} records in {} jobs", run.id(), plan.records(), plan.chunks());
            return inventory.move(run, new RunState.Planned(rows, repeats, plan.chunks(), clock.instant()));
        }
        beside.write(plan);
        var jobs = new ArrayList<Job>();
        for (int chunk = 0; chunk < plan.chunks(); chunk++) {
            long first = plan.first(chunk);
            var work = new Work.Rows(index.slice(first, plan.count(chunk)), first + 1);
            jobs.add(Job.planned(
                    new JobId(run.id(), chunk + 1, 1),
                    work,
                    run.pool(),
                    run.manifest().priority()));
        }
        inventory.add(jobs);
        LOG.info("run {} planned: {} records in {} jobs", run.id(), plan.records(), plan.chunks());
        return inventory.move(
                run,
                run.manifest().canary().isPresent()
                        ? new RunState.Canary(rows, repeats, plan.chunks(), Instant.EPOCH)
                        : new RunState.Running(rows, repeats, plan.chunks(), clock.instant()));
    }

    private List<Bytes> files(Run run, RunFolder folder) throws IOException {
        var pin = new Pin(store, folder, maxUnpacked);
        return switch (run.manifest().source()) {
            case Source.Stored stored -> pin.files(stored);
            case Source.Hub hub -> pin.done() ? pin.files() : List.of();
        };
    }

    /** The start of a data set is as good as the whole of it, as long as it is all that is wanted. */
    private static void whole(Run run, long records) {
        long wanted = run.manifest().caps().records().orElse(Long.MAX_VALUE);
        if (run.manifest().source() instanceof Source.Hub hub
                && hub.conversion() == Conversion.PARTIAL
                && records < wanted) {
            throw Refused.because(
                    "max_records",
                    "the Hub has converted only the first " + records + " records of " + hub + " to Parquet; lower"
                            + " max_records to " + records + " or less, or take the data set's files to S3 and name"
                            + " them by s3_uri");
        }
    }

    private static Plan.Limits limits(Run run, Model model) {
        var manifest = run.manifest();
        Limits limits = model.limits();
        return new Plan.Limits(
                manifest.caps().records().orElse(Long.MAX_VALUE),
                Math.min(manifest.caps().jobs().orElse(JobId.MAX_CHUNK), JobId.MAX_CHUNK),
                limits.minRecords(),
                manifest.remainder(),
                Math.min(manifest.caps().recordsPerJob().orElse(limits.maxRecords()), limits.maxRecords()),
                limits.maxFileBytes(),
                manifest.prompts().perRow(),
                LineSize.of(manifest, model.family()));
    }
}
