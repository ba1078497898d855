package io.caravan.simulator.bedrock;

import java.time.Duration;
import java.time.Instant;

/** A batch inference job as it stands: a change makes a new one. */
record Job(String arn, CreateRequest request, ModelName model, Instant submitTime, JobState state) {

    /** The last segment of the ARN, twelve letters and digits. */
    String id() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    Status status() {
        return state.status();
    }

    Instant expiration() {
        return submitTime.plus(Duration.ofHours(request.hours()));
    }

    Job in(JobState next) {
        return new Job(arn, request, model, submitTime, next);
    }
}
