package io.caravan.port;

import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.S3Uri;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bedrock's batch control plane. Thread-safe. */
public interface BatchInference {

    /** What a job is created from. */
    record Order(
            JobId id,
            String clientRequestToken,
            String modelId,
            boolean converse,
            S3Uri input,
            S3Uri output,
            int timeoutHours,
            Map<String, String> tags) {}

    /** What became of a create call. */
    sealed interface Creation {
        record Created(String arn) implements Creation {}

        /** No room now: a quota is used up or calls come too fast. To be tried again later. */
        record Busy(String reason) implements Creation {}

        /** Bedrock will not take this job, now or later. */
        record Rejected(ErrorClass errorClass, String message) implements Creation {}

        /** Nobody knows whether the job exists: to be asked again under the same token. */
        record Unknown(String reason) implements Creation {}
    }

    /** What Bedrock says of a job. */
    record Report(
            String arn,
            String name,
            BatchStatus status,
            String message,
            JobState.Progress progress,
            Instant submittedAt) {}

    Creation create(Order order);

    /** The job of this ARN; empty when there is none. */
    Optional<Report> get(String arn);

    /** All jobs of the account and Region submitted since then, whoever made them. */
    List<Report> list(Instant submittedAfter);

    /** Asks a job to stop; a job that is already over is left as it is. */
    void stop(String arn);
}
