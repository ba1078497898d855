package io.caravan.track;

import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.port.Inventory;
import io.caravan.port.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * What has waited for its stage for too long, because a message was lost or a replica died. It is to be woken again, and
 * is not overdue again before the patience is over once more. Thread-safe.
 */
public final class Overdue {
    private static final int AT_ONCE = 200;

    private final Inventory inventory;
    private final Duration patience;
    private final InstantSource clock;

    public Overdue(Inventory inventory, Duration patience, InstantSource clock) {
        this.inventory = inventory;
        this.patience = patience;
        this.clock = clock;
    }

    /** The overdue jobs of a stage. */
    public List<JobId> jobs(String stage) {
        Instant now = clock.instant();
        List<Job> jobs = inventory.overdueJobs(stage(stage), now, AT_ONCE);
        jobs.forEach(job -> inventory.postpone(job, now.plus(patience)));
        return jobs.stream().map(Job::id).toList();
    }

    /** The overdue runs of a stage. */
    public List<RunId> runs(String stage) {
        Instant now = clock.instant();
        List<Run> runs = inventory.overdueRuns(stage(stage), now, AT_ONCE);
        runs.forEach(run -> inventory.postpone(run, now.plus(patience)));
        return runs.stream().map(Run::id).toList();
    }

    private static Stage stage(String word) {
        return Stage.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
