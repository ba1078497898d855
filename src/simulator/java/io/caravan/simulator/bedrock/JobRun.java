package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.simulator.bedrock.Answers.Delivery;
import io.caravan.simulator.bedrock.Answers.OutputFile;
import io.caravan.simulator.bedrock.Faults.JobFault;
import io.caravan.simulator.bedrock.JobState.Ended;
import io.caravan.simulator.bedrock.JobState.InProgress;
import io.caravan.simulator.bedrock.JobState.Scheduled;
import io.caravan.simulator.bedrock.JobState.Stopping;
import io.caravan.simulator.bedrock.JobState.Submitted;
import io.caravan.simulator.bedrock.JobState.Validating;
import io.caravan.simulator.inference.Model;
import io.caravan.simulator.inference.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one job, on a thread of its own: each state is lived through and leads to the next. A state knows all it
 * needs, so a job goes on in the state in which a simulator was stopped.
 */
final class JobRun implements Runnable {

    /** What all runs share. */
    record World(
            Jobs jobs,
            SimulatedClock clock,
            Storage storage,
            Limits limits,
            Delays delays,
            FaultSwitches faults,
            Semaphore work,
            Path folder) {}

    private static final Logger log = LoggerFactory.getLogger(JobRun.class);

    private final World world;
    private final String id;
    private final Path folder;
    private final Optional<JobFault> fault;
    private @Nullable Survey survey;
    private volatile @Nullable Answers answers;

    JobRun(World world, Job job) {
        this.world = world;
        this.id = job.id();
        this.folder = world.folder().resolve(id);
        this.fault = world.faults().forJob(job.request().jobName());
    }

    @Override
    public void run() {
        try {
            while (true) {
                Job job = world.jobs().find(id).orElseThrow();
                if (job.state() instanceof Ended) {
                    break;
                }
                // A stop may have come between: then this step is void and the next one begins from Stopping.
                world.jobs().change(job, next(job));
            }
            deleteWork();
        } catch (InterruptedException e) {
            // The simulator is being closed; the job goes on when it is started again.
            Thread.currentThread().interrupt();
        }
    }

    private JobState next(Job job) throws InterruptedException {
        try {
            return live(job);
        } catch (IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("The simulator is being closed");
            }
            log.error("The simulated job {} failed", job.arn(), e);
            return new Ended(now(), Status.Failed, Counts.NONE, "Internal error: " + e.getMessage());
        }
    }

    private JobState live(Job job) throws IOException, InterruptedException {
        Delays delays = world.delays();
        return switch (job.state()) {
            case Submitted s -> {
                rest(job, s.since().plus(delays.submitted()));
                yield new Validating(now());
            }
            case Validating s -> {
                Survey found = survey(job);
                rest(job, s.since().plus(delays.validating()));
                yield validated(found);
            }
            case Scheduled s -> {
                Instant start = s.since().plus(delays.scheduled());
                boolean isLate = start.isAfter(job.expiration()) || endsUnstarted(Status.Expired);
                rest(job, isLate ? expiry(job) : start);
                if (isLate) {
                    yield new Ended(now(), Status.Expired, Counts.NONE, "Batch job expired before it was started");
                }
                yield endsUnstarted(Status.Stopped)
                        ? new Ended(now(), Status.Stopped, Counts.NONE, "")
                        : started(survey(job));
            }
            case InProgress s -> {
                Answers ready = answers(job);
                Instant done = s.since().plus(duration(s.total()));
                Instant limit = job.expiration();
                Optional<JobFault> midway = fault.filter(JobRun::endsMidway);
                rest(job, done.isBefore(limit) ? done : limit);
                if (!job.equals(world.jobs().find(id).orElseThrow())) {
                    // Stopped meanwhile: nothing to deliver from here.
                    yield s;
                }
                if (midway.isPresent()) {
                    yield deliver(job, ready, s.total() * midway.get().atPercent() / 100, end(midway.get()));
                }
                yield done.isAfter(limit)
                        ? deliver(job, ready, processed(s, limit), Status.PartiallyCompleted)
                        : deliver(job, ready, s.total(), Status.Completed);
            }
            case Stopping s -> {
                rest(job, s.since().plus(delays.stopping()));
                yield s.total() == 0
                        ? new Ended(now(), Status.Stopped, Counts.NONE, "")
                        : deliver(job, answers(job), s.processed(), Status.Stopped);
            }
            case Ended s -> s;
        };
    }

    /** Whether a fault ends the job as this before its first record. */
    private boolean endsUnstarted(Status end) {
        return fault.filter(rule -> rule.end() == end && !endsMidway(rule)).isPresent();
    }

    private static boolean endsMidway(JobFault rule) {
        return rule.end() == Status.PartiallyCompleted || (rule.end() != null && rule.atPercent() > 0);
    }

    private static Status end(JobFault rule) {
        return Objects.requireNonNull(rule.end());
    }

    private String failure() {
        return fault.map(JobFault::message).orElse("The provided request is not valid");
    }

    private JobState validated(Survey found) {
        if (endsUnstarted(Status.Failed)) {
            return new Ended(now(), Status.Failed, Counts.NONE, failure());
        }
        return switch (found) {
            case Survey.Invalid invalid -> new Ended(now(), Status.Failed, Counts.NONE, invalid.message());
            case Survey.Valid valid -> new Scheduled(now());
        };
    }

    private JobState started(Survey found) {
        return switch (found) {
            // The input was changed after its validation.
            case Survey.Invalid invalid -> new Ended(now(), Status.Failed, Counts.NONE, invalid.message());
            case Survey.Valid valid -> new InProgress(now(), valid.records());
        };
    }

    /** When an expiring job expires: at its time, or soon when a fault wants it so. */
    private Instant expiry(Job job) {
        return endsUnstarted(Status.Expired)
                ? job.state().since().plus(world.delays().scheduled())
                : job.expiration();
    }

    private Duration duration(long total) {
        return world.delays().inProgress().plus(world.delays().perRecord().multipliedBy(total));
    }

    /** Records done at a time, as the clock has it: they are done at an even pace. */
    long processed(InProgress state, Instant at) {
        double whole = Math.max(1, duration(state.total()).toNanos());
        double share = Duration.between(state.since(), at).toNanos() / whole;
        return (long) (state.total() * Math.clamp(share, 0, 1));
    }

    /** What Get and List show of a job in progress. */
    Counts progress(InProgress state, Instant at) {
        return counts(state.total(), processed(state, at));
    }

    /** What Get and List show of a job that is being stopped. */
    Counts progress(Stopping state) {
        return counts(state.total(), state.processed());
    }

    private Counts counts(long total, long processed) {
        Answers ready = answers;
        if (ready == null) {
            return new Counts(total, 0, 0, 0, 0);
        }
        long failed = ready.errors(processed);
        return new Counts(total, processed - failed, failed, 0, 0);
    }

    private Survey survey(Job job) throws IOException, InterruptedException {
        Survey known = survey;
        if (known == null) {
            world.work().acquire();
            try {
                known = Survey.of(job.request(), world.storage(), world.limits());
            } finally {
                world.work().release();
            }
            survey = known;
        }
        return known;
    }

    private Answers answers(Job job) throws IOException, InterruptedException {
        Answers known = answers;
        if (known != null) {
            return known;
        }
        if (!(survey(job) instanceof Survey.Valid input)) {
            throw new IOException("The input of job " + job.arn() + " was changed while it ran");
        }
        Model model = (job.request().type().equals("Converse")
                        ? Models.conversing(job.model().base())
                        : Models.invoked(job.model().base()))
                .orElseThrow();
        boolean allFail = fault.map(JobFault::allRecordsFail).orElse(false);
        world.work().acquire();
        try {
            known = Answers.of(
                    folder,
                    world.storage(),
                    job.request().input().bucket(),
                    input,
                    new Recorder(model, world.faults(), allFail),
                    id.hashCode());
        } finally {
            world.work().release();
        }
        answers = known;
        return known;
    }

    private Ended deliver(Job job, Answers ready, long processed, Status end) throws IOException, InterruptedException {
        S3Uri target = new S3Uri(
                job.request().output().bucket(), job.request().output().below(id));
        Set<Oddity> oddities = fault.map(JobFault::oddities).orElse(Set.of());
        boolean nothing = oddities.contains(Oddity.NOTHING);
        world.work().acquire();
        try {
            Delivery delivery = ready.deliver(processed, oddities);
            for (OutputFile file : delivery.files()) {
                if (!nothing) {
                    world.storage().put(target.bucket(), target.below(file.name()), file.content());
                }
                Files.delete(file.content());
            }
            if (!nothing && !oddities.contains(Oddity.NO_MANIFEST)) {
                Path manifest = folder.resolve("manifest");
                Files.writeString(manifest, manifest(delivery.counts()));
                world.storage().put(target.bucket(), target.below("manifest.json.out"), manifest);
            }
            return new Ended(now(), end, delivery.counts(), end == Status.Failed ? failure() : "");
        } finally {
            world.work().release();
        }
    }

    private static String manifest(Counts counts) {
        ObjectNode manifest = Mapping.JSON
                .createObjectNode()
                .put("totalRecordCount", counts.total())
                .put("processedRecordCount", counts.processed())
                .put("successRecordCount", counts.success())
                .put("errorRecordCount", counts.error())
                .put("inputTokenCount", counts.inputTokens())
                .put("outputTokenCount", counts.outputTokens());
        return manifest.toString();
    }

    private void rest(Job job, Instant until) throws InterruptedException {
        world.clock()
                .await(
                        until,
                        () -> !Objects.equals(
                                world.jobs().find(id).map(Job::state).orElse(null), job.state()));
    }

    private Instant now() {
        return world.clock().instant();
    }

    private void deleteWork() {
        for (String name : new String[] {"lines", "index", "manifest"}) {
            try {
                Files.deleteIfExists(folder.resolve(name));
            } catch (IOException e) {
                log.warn("Cannot delete {} of the simulated job {}: {}", name, id, e.getMessage());
            }
        }
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            log.warn("Cannot delete the work folder {}: {}", folder, e.getMessage());
        }
    }
}
