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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts ready jobs while there are free slots, each exactly once. Thread-safe. */
public final class Submitter {
    private static final Logger LOG = LoggerFactory.getLogger(Submitter.class);
    private static final int AT_ONCE = 25;

    private final Inventory inventory;
    private final BatchInference bedrock;
    private final ModelCatalog models;
    private final String bucket;
    private final Duration quotaPause;
    private final InstantSource clock;

    /** {@code quotaPause}: how long a pool rests after Bedrock had no room. */
    public Submitter(
            Inventory inventory,
            BatchInference bedrock,
            ModelCatalog models,
            String bucket,
            Duration quotaPause,
            InstantSource clock) {
        this.inventory = inventory;
        this.bedrock = bedrock;
        this.models = models;
        this.bucket = bucket;
        this.quotaPause = quotaPause;
        this.clock = clock;
    }

    /** Takes slots for as many ready jobs as there is room for, in turn; each is to be started at once. */
    public List<Job> claim() {
        Instant now = clock.instant();
        var won = new ArrayList<Job>();
        for (Slots slots : inventory.slots()) {
            if (slots.free() > 0 && !slots.pausedUntil().isAfter(now)) {
                won.addAll(claim(slots.pool(), Math.min(slots.free(), AT_ONCE), now));
            }
        }
        return won;
    }

    private List<Job> claim(Pool pool, int free, Instant now) {
        var won = new ArrayList<Job>();
        for (Job job : inventory.ready(pool, free)) {
            switch (inventory.claim(job, now)) {
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
     * job.
     *
     * @return the job when it is over at once, because Bedrock will not take it
     */
    public List<JobId> start(Job claimed) {
        if (!(claimed.state() instanceof JobState.Submitting submitting)) {
            return List.of();
        }
        Run run = inventory.run(claimed.id().run()).orElseThrow();
        Instant now = clock.instant();
        switch (bedrock.create(order(run, claimed, submitting))) {
            case Creation.Created created -> {
                var submitted = new JobState.Submitted(
                        submitting.input(), created.arn(), BatchStatus.SUBMITTED, JobState.Progress.NONE, now);
                if (inventory.move(claimed, submitted).isPresent()) {
                    LOG.info("job {} submitted as {}", claimed.id(), created.arn());
                }
                if (cancelled(run.id())) {
                    bedrock.stop(created.arn());
                }
            }
            case Creation.Busy busy -> {
                LOG.info("job {} waits for room at Bedrock: {}", claimed.id(), busy.reason());
                inventory.pause(claimed.pool(), now.plus(quotaPause), busy.reason());
                inventory.move(claimed, new JobState.Ready(submitting.input()));
            }
            case Creation.Rejected rejected -> {
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
