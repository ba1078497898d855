package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells state changes as EventBridge does: {@code Batch Inference Job State Change} on the default bus, the whole event
 * as the message (Bedrock User Guide, "Monitor Amazon Bedrock job state changes using Amazon EventBridge"). Delivery is
 * best effort in AWS, so the faults lose, repeat, delay and invent events. Thread-safe.
 */
final class StateChangeEvents {

    private static final Logger log = LoggerFactory.getLogger(StateChangeEvents.class);

    /** The way the service prints it: a locale's style with a narrow no-break space, not meant to be parsed. */
    private static final DateTimeFormatter CREATION_TIME = DateTimeFormatter.ofPattern(
                    "MMM d, yyyy, h:mm:ss\u202fa", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final String region;
    private final String account;
    private final FaultSwitches faults;
    private final SplittableRandom chance;
    private final ScheduledExecutorService sender;
    private final Consumer<String> target;

    /**
     * @param sender a single thread: without faults, events keep their order
     * @param target the rule's target; takes the message
     */
    StateChangeEvents(
            String region,
            String account,
            FaultSwitches faults,
            SplittableRandom chance,
            ScheduledExecutorService sender,
            Consumer<String> target) {
        this.region = region;
        this.account = account;
        this.faults = faults;
        this.chance = chance;
        this.sender = sender;
        this.target = target;
    }

    synchronized void changed(Job job) {
        var faults = this.faults.events();
        if (happens(faults.lostPercent())) {
            return;
        }
        String message = message(job, job.arn(), job.request().jobName());
        send(message, delay(faults));
        if (happens(faults.duplicatedPercent())) {
            send(message, delay(faults));
        }
        if (happens(faults.foreignPercent())) {
            String foreign =
                    "arn:aws:bedrock:" + region + ":" + account + ":model-invocation-job/" + JobIds.random(chance);
            send(message(job, foreign, "somebody-elses-job"), delay(faults));
        }
    }

    /** Done when everything sent so far without a delay is with the target. */
    Future<?> delivered() {
        return sender.submit(() -> {});
    }

    private boolean happens(int percent) {
        return percent > 0 && chance.nextInt(100) < percent;
    }

    private long delay(Faults.EventFaults faults) {
        return faults.delayMillis() + (faults.shuffleMillis() > 0 ? chance.nextLong(faults.shuffleMillis() + 1) : 0);
    }

    private void send(String message, long delayMillis) {
        var unused = sender.schedule(() -> deliver(message), delayMillis, TimeUnit.MILLISECONDS);
    }

    private void deliver(String message) {
        try {
            target.accept(message);
        } catch (RuntimeException e) {
            log.error(
                    "An event about a simulated job was lost: {}. Is its queue declared in the deployment?",
                    e.getMessage());
        }
    }

    private String message(Job job, String arn, String jobName) {
        Instant time = job.state().since().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode event = Mapping.JSON
                .createObjectNode()
                .put("version", "0")
                .put("id", new UUID(chance.nextLong(), chance.nextLong()).toString())
                .put("detail-type", "Batch Inference Job State Change")
                .put("source", "aws.bedrock")
                .put("account", account)
                .put("time", time.toString())
                .put("region", region);
        event.putArray("resources").add(arn);
        event.putObject("detail")
                .put("version", "0.0")
                .put("accountId", account)
                .put("batchJobName", jobName)
                .put("batchJobArn", arn)
                .put("batchModelId", job.model().arn())
                .put("status", job.status().name())
                .put("failureMessage", job.state() instanceof JobState.Ended end ? end.message() : "")
                .put("creationTime", CREATION_TIME.format(job.submitTime()));
        return event.toString();
    }
}
