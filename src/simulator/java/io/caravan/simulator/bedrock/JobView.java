package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiFunction;

/** A job as Get and List show it. Absent members are left out, as AWS does. */
final class JobView {

    private static final String[] ECHOED = {
        "jobName", "clientRequestToken", "roleArn", "inputDataConfig", "outputDataConfig", "vpcConfig"
    };

    /** Counts of a job in progress at a time. */
    private final BiFunction<Job, Instant, Counts> progress;

    JobView(BiFunction<Job, Instant, Counts> progress) {
        this.progress = progress;
    }

    ObjectNode of(Job job, Instant at) {
        ObjectNode view = Mapping.JSON.createObjectNode().put("jobArn", job.arn());
        for (String member : ECHOED) {
            JsonNode value = job.request().body().path(member);
            if (!Constraints.isAbsent(value)) {
                view.set(member, value);
            }
        }
        view.put("modelId", job.model().arn())
                .put("status", job.status().name())
                .put("submitTime", text(job.submitTime()))
                .put("lastModifiedTime", text(job.state().since()))
                .put("timeoutDurationInHours", job.request().hours())
                .put("jobExpirationTime", text(job.expiration()))
                .put("modelInvocationType", job.request().type());
        Counts counts = counts(job, at);
        view.put("totalRecordCount", counts.total())
                .put("processedRecordCount", counts.processed())
                .put("successRecordCount", counts.success())
                .put("errorRecordCount", counts.error());
        if (job.state() instanceof JobState.Ended end) {
            view.put("endTime", text(end.since()));
            if (!end.message().isEmpty()) {
                view.put("message", end.message());
            }
        }
        return view;
    }

    private Counts counts(Job job, Instant at) {
        return switch (job.state()) {
            // "0 after submit until processing starts".
            case JobState.Submitted s -> Counts.NONE;
            case JobState.Validating s -> Counts.NONE;
            case JobState.Scheduled s -> Counts.NONE;
            case JobState.InProgress s -> progress.apply(job, at);
            case JobState.Stopping s -> progress.apply(job, at);
            case JobState.Ended end -> end.counts();
        };
    }

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
