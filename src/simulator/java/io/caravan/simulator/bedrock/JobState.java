package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/**
 * Where a job is in its life, with what is known there:
 * <pre>
 * Submitted → Validating → Scheduled → InProgress → Completed | PartiallyCompleted
 *                 └→ Failed    └→ Expired
 * any of these four → Stopping → Stopped
 * </pre>
 * AWS publishes no diagram; this one agrees with every description of the states. {@code since} is when it was entered.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobState.Submitted.class, name = "Submitted"),
    @JsonSubTypes.Type(value = JobState.Validating.class, name = "Validating"),
    @JsonSubTypes.Type(value = JobState.Scheduled.class, name = "Scheduled"),
    @JsonSubTypes.Type(value = JobState.InProgress.class, name = "InProgress"),
    @JsonSubTypes.Type(value = JobState.Stopping.class, name = "Stopping"),
    @JsonSubTypes.Type(value = JobState.Ended.class, name = "Ended")
})
sealed interface JobState {

    Instant since();

    Status status();

    record Submitted(Instant since) implements JobState {
        @Override
        public Status status() {
            return Status.Submitted;
        }
    }

    record Validating(Instant since) implements JobState {
        @Override
        public Status status() {
            return Status.Validating;
        }
    }

    record Scheduled(Instant since) implements JobState {
        @Override
        public Status status() {
            return Status.Scheduled;
        }
    }

    record InProgress(Instant since, long total) implements JobState {
        @Override
        public Status status() {
            return Status.InProgress;
        }
    }

    /** Asked to stop; {@code processed} of {@code total} records were done by then and are delivered and billed. */
    record Stopping(Instant since, long total, long processed) implements JobState {
        @Override
        public Status status() {
            return Status.Stopping;
        }
    }

    /** Over, as {@code end} says: a job never leaves this state. {@code message} is empty when there is nothing to say. */
    record Ended(Instant since, Status end, Counts counts, String message) implements JobState {

        public Ended {
            if (end.isActive()) {
                throw new IllegalArgumentException("A job cannot end as " + end);
            }
        }

        @Override
        public Status status() {
            return end;
        }
    }
}
