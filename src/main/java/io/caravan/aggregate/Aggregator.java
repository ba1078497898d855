package io.caravan.aggregate;

import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.S3Uri;
import io.caravan.model.Tally;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the result and the summary of a run that has no open job left. Thread-safe. */
public final class Aggregator {
    private static final Logger LOG = LoggerFactory.getLogger(Aggregator.class);

    private final Inventory inventory;
    private final ObjectStore store;
    private final String bucket;
    private final InstantSource clock;

    public Aggregator(Inventory inventory, ObjectStore store, String bucket, InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.bucket = bucket;
        this.clock = clock;
    }

    /**
     * Finishes a run, if there is nothing left to wait for.
     *
     * @return the run, when it is over
     */
    public List<RunId> finish(String runId) throws IOException {
        Run run = inventory
                .run(new RunId(runId))
                .orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
        return switch (run.state()) {
            case RunState.Accepted accepted -> List.of();
            case RunState.Running running -> finish(run, running);
            case RunState.Done done -> List.of(summarised(run, inventory.jobs(run.id())));
            case RunState.Failed failed -> List.of(summarised(run, inventory.jobs(run.id())));
        };
    }

    private List<RunId> finish(Run run, RunState.Running running) throws IOException {
        List<Job> jobs = inventory.jobs(run.id());
        if (jobs.stream().anyMatch(job -> !(job.state() instanceof JobState.Collected))) {
            return List.of();
        }
        Tally tally = checked(run, running, jobs);
        deliver(run, running.chunks());
        var done = new RunState.Done(
                good(run.manifest(), tally), running.records(), running.chunks(), tally, clock.instant());
        // The summary is written before the state says that it is there, and again by whoever comes next.
        RunId over = summarised(run.in(done), jobs);
        inventory.move(run, done);
        LOG.info(
                "run {} is done: {} rows: {} ok, {} failed, {} skipped",
                run.id(),
                tally.total(),
                tally.ok(),
                tally.failed(),
                tally.skipped());
        return List.of(over);
    }

    private void deliver(Run run, int chunks) throws IOException {
        var folder = new RunFolder(bucket, run.id());
        var format = run.manifest().outputFormat();
        var parts = new ArrayList<S3Uri>();
        var errors = new ArrayList<S3Uri>();
        for (int chunk = 1; chunk <= chunks; chunk++) {
            parts.add(folder.part(chunk, format));
            errors.add(folder.partErrors(chunk));
        }
        store.concatenate(parts, folder.result(format), "text/csv");
        store.concatenate(errors, folder.errors(), "application/jsonl");
    }

    /** Rows in = rows out, before anything is called done. */
    private static Tally checked(Run run, RunState.Running running, List<Job> jobs) {
        Tally tally = Tally.NONE;
        for (Job job : jobs) {
            if (job.id().attempt() == 1 && job.state() instanceof JobState.Collected collected) {
                tally = tally.plus(collected.tally());
            }
        }
        if (tally.total() != running.records()) {
            throw new IllegalStateException(
                    "run " + run.id() + " has " + running.records() + " rows, but its parts hold " + tally.ok()
                            + " ok + " + tally.failed() + " failed + " + tally.skipped() + " skipped");
        }
        return tally;
    }

    private static boolean good(Manifest manifest, Tally tally) {
        return tally.failed() * 100.0 <= manifest.maxFailedPercent() * tally.total();
    }

    private RunId summarised(Run run, List<Job> jobs) {
        store.put(new RunFolder(bucket, run.id()).summary(), Summary.of(run, jobs, bucket), "application/json");
        return run.id();
    }
}
