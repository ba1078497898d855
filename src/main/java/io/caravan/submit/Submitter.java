package io.caravan.submit;

import io.caravan.family.ModelCatalog;
import io.caravan.model.BatchStatus;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import io.caravan.port.BatchInference;
import io.caravan.port.BatchInference.Creation;
import io.caravan.port.BatchInference.Order;
import io.caravan.port.Inventory;
import io.caravan.port.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts ready jobs while there are free slots, each exactly once. Thread-safe. */
public final class Submitter {
    private static final Logger LOG = LoggerFactory.getLogger(Submitter.class);
    private static final int AT_ONCE = 25;
    /** Bedrock's clock and ours may differ. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Inventory inventory;
    private final BatchInference bedrock;
    private final ModelCatalog models;
    private final String bucket;
    private final Duration quotaPause;
    private final Duration silence;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /**
     * @param quotaPause how long a pool rests, at first, after Bedrock had no room
     * @param silence after so long a claim is overdue; creations take less than three quarters of it
     */
    public Submitter(
            Inventory inventory,
            BatchInference bedrock,
            ModelCatalog models,
            String bucket,
            Duration quotaPause,
            Duration silence,
            InstantSource clock,
            RandomGenerator chance) {
        this.inventory = inventory;
        this.bedrock = bedrock;
        this.models = models;
        this.bucket = bucket;
        this.quotaPause = quotaPause;
        this.silence = silence;
        this.clock = clock;
        this.chance = chance;
    }

    /** Takes slots for as many ready jobs as there is room for, in turn; each is to be started at once. */
    public List<Job> claim() {
        Instant now = clock.instant();
        var won = new ArrayList<Job>();
        for (Slots slots : inventory.slots()) {
            if (slots.free(now) > 0) {
                won.addAll(claim(slots, now));
            }
        }
        return won;
    }

    private List<Job> claim(Slots slots, Instant now) {
        var won = new ArrayList<Job>();
        for (Job job : inventory.ready(slots.pool(), Math.min(slots.free(now), AT_ONCE))) {
            switch (inventory.claim(job, slots.room(now), now)) {
                case Inventory.Claim.Won claim -> won.add(claim.job());
                case Inventory.Claim.Lost lost -> {}
                case Inventory.Claim.NoSlot full -> {
                    return won;
                }
            }
        }
        return won;
    }

    /** Jobs that were claimed and of whose start nothing was heard: a replica died, or its call got no answer. */
    public List<Job> unfinished() {
        return inventory.overdueJobs(Stage.SUBMIT, clock.instant(), AT_ONCE);
    }

    /**
     * Creates a claimed job at Bedrock, under the token that was stored with the claim: doing it again makes no second
     * job. Nobody else does so at the same time, or one might give the slot back while the other's job is made.
     *
     * @return the job when it is over at once, because Bedrock will not take it
     */
    public List<JobId> start(Job job) {
        return job.state() instanceof JobState.Submitting submitting
                ? held(job, submitting)
                        .map(claimed -> create(claimed, submitting))
                        .orElse(List.of())
                : List.of();
    }

    /** The claim for long enough to create the job; empty when somebody else is at it, or the job was moved. */
    private Optional<Job> held(Job job, JobState.Submitting submitting) {
        boolean fresh = clock.instant().isBefore(submitting.since().plus(silence.dividedBy(4)));
        return fresh ? Optional.of(job) : inventory.move(job, submitting);
    }

    private List<JobId> create(Job claimed, JobState.Submitting submitting) {
        Run run = inventory.run(claimed.id().run()).orElseThrow();
        Instant now = clock.instant();
        switch (bedrock.create(order(run, claimed, submitting))) {
            case Creation.Created created -> submitted(claimed, submitting, created.arn(), now);
            case Creation.Busy busy -> {
                if (there(claimed, submitting, now)) {
                    return List.of();
                }
                LOG.info("job {} waits for room at Bedrock: {}", claimed.id(), busy.reason());
                rest(claimed.pool(), now, busy.reason());
                inventory.move(claimed, new JobState.Ready(submitting.input()));
            }
            case Creation.Rejected rejected -> {
                if (there(claimed, submitting, now)) {
                    return List.of();
                }
                LOG.warn("job {} rejected: {}", claimed.id(), rejected.message());
                var ended = new JobState.Ended(
                        submitting.input(),
                        "",
                        BatchStatus.FAILED,
                        rejected.errorClass(),
                        "Bedrock did not take the job: " + rejected.message(),
                        now);
                inventory.move(claimed, ended);
                return List.of(claimed.id());
            }
            case Creation.Unknown unknown -> // stays claimed; asked again under the same token once it is overdue
                LOG.warn("job {}: no answer to its creation, to be asked again: {}", claimed.id(), unknown.reason());
        }
        return List.of();
    }

    /**
     * Whether Bedrock has the job although it refused this call: the answer to an earlier one may have been lost. Such a
     * job takes room at Bedrock, so its slot is not given back.
     */
    private boolean there(Job claimed, JobState.Submitting submitting, Instant now) {
        Optional<BatchInference.Report> report = bedrock.list(submitting.since().minus(MARGIN)).stream()
                .filter(known -> known.name().equals(claimed.id().name()))
                .findFirst();
        report.ifPresent(known -> submitted(claimed, submitting, known.arn(), now));
        return report.isPresent();
    }

    private void submitted(Job claimed, JobState.Submitting submitting, String arn, Instant now) {
        var submitted =
                new JobState.Submitted(submitting.input(), arn, BatchStatus.SUBMITTED, JobState.Progress.NONE, now);
        if (inventory.move(claimed, submitted).isPresent()) {
            LOG.info("job {} submitted as {}", claimed.id(), arn);
        }
        if (cancelled(claimed.id().run())) {
            bedrock.stop(arn);
        }
    }

    /**
     * Tries no more than Bedrock has room for until a while has passed; a slot that one of our own jobs frees is filled at
     * once all the same. Each pause in a row is twice as long as the one before, up to a limit, with jitter.
     */
    private void rest(Pool pool, Instant now, String reason) {
        Slots slots = inventory.slots().stream()
                .filter(known -> known.pool().equals(pool))
                .findFirst()
                .orElseThrow();
        int pauses = slots.pausedUntil().plus(length(slots.pauses())).isBefore(now) ? 1 : slots.pauses() + 1;
        Duration most = length(pauses);
        long millis = most.toMillis() / 2 + chance.nextLong(most.toMillis() / 2 + 1);
        inventory.pause(pool, Math.max(0, slots.inUse() - 1), now.plusMillis(millis), pauses, reason);
    }

    private Duration length(int pauses) {
        Duration doubled = quotaPause.multipliedBy(1L << Math.min(Math.max(pauses - 1, 0), 10));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Read after the creation is stored: a cancel that came before has not seen this job's ARN, a later one will. */
    private boolean cancelled(RunId run) {
        return inventory.run(run).map(Run::state).orElseThrow() instanceof RunState.Cancelling;
    }

    private Order order(Run run, Job job, JobState.Submitting submitting) {
        Manifest manifest = run.manifest();
        var folder = new RunFolder(bucket, run.id());
        return new Order(
                job.id(),
                submitting.clientRequestToken(),
                manifest.modelId(),
                models.resolve(manifest.modelId()).family().converse(),
                folder.input(job.id()),
                folder.output(job.id()),
                manifest.timeoutHours(),
                manifest.tags());
    }
}
