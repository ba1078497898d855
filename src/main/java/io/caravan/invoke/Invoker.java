package io.caravan.invoke;

import io.caravan.family.ModelCatalog;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunState;
import io.caravan.port.Inventory;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves jobs that are too small for a batch job: their records are invoked on demand, and the answers are written as a
 * batch job writes its output. Thread-safe.
 */
public final class Invoker {
    private static final Logger LOG = LoggerFactory.getLogger(Invoker.class);

    private final Inventory inventory;
    private final Invocations invocations;
    private final ModelCatalog models;
    private final String bucket;
    private final Duration silence;
    private final InstantSource clock;

    /** @param silence after so long without a word, whoever was at a job is held for dead */
    public Invoker(
            Inventory inventory,
            Invocations invocations,
            ModelCatalog models,
            String bucket,
            Duration silence,
            InstantSource clock) {
        this.inventory = inventory;
        this.invocations = invocations;
        this.models = models;
        this.bucket = bucket;
        this.silence = silence;
        this.clock = clock;
    }

    /**
     * Serves a job to its end. Told of it again, the answers that are kept are not asked for again; one that another
     * replica is at is left alone.
     *
     * @return the job, when it is over
     */
    public List<JobId> serve(String jobName) throws IOException, InterruptedException {
        Job job = JobId.parse(jobName)
                .flatMap(inventory::job)
                .orElseThrow(() -> new IllegalArgumentException("there is no job " + jobName));
        return switch (job.state()) {
            case JobState.Invoking invoking ->
                invoking.heard().plus(silence).isAfter(clock.instant()) ? List.of() : serve(job, invoking);
            case JobState.Ended ended -> List.of(job.id());
            default -> List.of(); // an old story
        };
    }

    private List<JobId> serve(Job job, JobState.Invoking invoking) throws IOException, InterruptedException {
        Run run = inventory.run(job.id().run()).orElseThrow();
        var folder = new RunFolder(bucket, run.id());
        var hold = new Hold(job, invoking.input());
        if (!hold.renew(invoking.answered())) {
            return List.of();
        }
        boolean whole = !hold.cancelled()
                && invocations.answer(
                        new Invocations.Order(
                                folder.input(job.id()),
                                invoking.input().records(),
                                models.resolve(run.manifest().modelId()),
                                folder.output(job.id())),
                        answered -> hold.renew(answered) && !hold.cancelled());
        return hold.end(
                whole
                        ? ended(invoking.input(), BatchStatus.COMPLETED, "its records were invoked on demand")
                        : ended(
                                invoking.input(),
                                BatchStatus.STOPPED,
                                "the run was cancelled before this row was sent"));
    }

    private JobState.Ended ended(JobState.Input input, BatchStatus status, String message) {
        return new JobState.Ended(input, "", status, ErrorClass.UNPROCESSED, message, clock.instant());
    }

    /** A job that this replica is at, as long as nobody else moves it. Used by one thread. */
    private final class Hold {
        private final JobState.Input input;
        private Job job;
        private boolean lost;

        Hold(Job job, JobState.Input input) {
            this.job = job;
            this.input = input;
        }

        boolean renew(long answered) {
            return move(new JobState.Invoking(input, answered, clock.instant()));
        }

        boolean cancelled() {
            return inventory.run(job.id().run()).map(Run::state).orElseThrow() instanceof RunState.Cancelling;
        }

        List<JobId> end(JobState.Ended ended) {
            if (lost || !move(ended)) {
                return List.of(); // somebody else is at it, and finds what was kept
            }
            LOG.info("job {} is over: {} of its records were invoked on demand", job.id(), input.records());
            return List.of(job.id());
        }

        private boolean move(JobState next) {
            Optional<Job> moved = inventory.move(job, next);
            moved.ifPresent(now -> job = now);
            lost = moved.isEmpty();
            return !lost;
        }
    }
}
