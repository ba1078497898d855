package io.caravan.submit;

import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.port.BatchInference;
import io.caravan.port.Inventory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels runs: nothing more is sent, what runs at Bedrock is stopped, what it did is delivered. Thread-safe. */
public final class Canceller {
    private static final Logger LOG = LoggerFactory.getLogger(Canceller.class);
    private static final String REASON = "the run was cancelled before this row was sent";

    private final Inventory inventory;
    private final BatchInference bedrock;
    private final InstantSource clock;

    public Canceller(Inventory inventory, BatchInference bedrock, InstantSource clock) {
        this.inventory = inventory;
        this.bedrock = bedrock;
        this.clock = clock;
    }

    /**
     * What is over at once; the rest ends later, and comes back then.
     *
     * @param toCollect jobs that were never sent
     * @param toFinish the run, when it has no open job
     */
    public record Stopped(List<JobId> toCollect, List<RunId> toFinish) {
        static Stopped over(RunId run) {
            return new Stopped(List.of(), List.of(run));
        }
    }

    /**
     * Cancels a run; one that is over is left as it is. Doing it again stops what the first time missed.
     *
     * @return what is over now
     */
    public Stopped cancel(String runId) {
        Run run = inventory
                .run(new RunId(runId))
                .orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
        return switch (run.state()) {
            case RunState.Accepted accepted -> unplanned(run);
            case RunState.Fetching fetching -> unplanned(run);
            case RunState.Canary canary -> cancel(run, canary.records(), canary.repeats(), canary.chunks());
            case RunState.Running running -> cancel(run, running.records(), running.repeats(), running.chunks());
            case RunState.Cancelling cancelling -> stop(run.id());
            case RunState.Planned planned -> Stopped.over(run.id());
            case RunState.Done done -> Stopped.over(run.id());
            case RunState.Failed failed -> Stopped.over(run.id());
        };
    }

    private Stopped unplanned(Run run) {
        var failed = new RunState.Failed("cancelled before it was planned", clock.instant());
        return inventory.move(run, failed).isEmpty() ? cancel(run.id().value()) : Stopped.over(run.id());
    }

    private Stopped cancel(Run run, long records, long repeats, int chunks) {
        var cancelling = new RunState.Cancelling(records, repeats, chunks, clock.instant());
        if (inventory.move(run, cancelling).isEmpty()) {
            return cancel(run.id().value()); // somebody moved it since it was read: its state is renewed as it goes
        }
        LOG.info("run {} is being cancelled", run.id());
        return stop(run.id());
    }

    private Stopped stop(RunId run) {
        var over = new ArrayList<JobId>();
        boolean open = false;
        for (Job job : inventory.jobs(run)) {
            open |= !(job.state() instanceof JobState.Collected);
            switch (job.state()) {
                case JobState.Planned planned -> over.addAll(end(job, JobState.Input.NONE));
                case JobState.Writing writing -> over.addAll(end(job, JobState.Input.NONE));
                case JobState.Ready ready -> over.addAll(end(job, ready.input()));
                // Whoever invokes its records asks for the run's state between them, and keeps what was answered.
                case JobState.Invoking invoking -> {}
                case JobState.Submitted submitted -> bedrock.stop(submitted.arn());
                // Whether Bedrock has it is not known: once its creation is answered, it is stopped.
                case JobState.Submitting submitting -> {}
                case JobState.Ended ended -> over.add(job.id());
                case JobState.Collected collected -> {}
            }
        }
        return new Stopped(over, open ? List.of() : List.of(run));
    }

    private List<JobId> end(Job job, JobState.Input input) {
        var ended = new JobState.Ended(input, "", BatchStatus.STOPPED, ErrorClass.UNPROCESSED, REASON, clock.instant());
        return inventory.move(job, ended).isPresent() ? List.of(job.id()) : List.of();
    }
}
