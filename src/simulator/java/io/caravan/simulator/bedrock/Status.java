package io.caravan.simulator.bedrock;

/** The ten values of Bedrock's {@code ModelInvocationJobStatus}; written in JSON as in the API. */
public enum Status {
    Submitted,
    Validating,
    Scheduled,
    InProgress,
    Completed,
    PartiallyCompleted,
    Failed,
    Stopping,
    Stopped,
    Expired;

    /** Whether the job counts against "Sum of in-progress and submitted batch inference jobs". */
    public boolean isActive() {
        return switch (this) {
            case Submitted, Validating, Scheduled, InProgress, Stopping -> true;
            case Completed, PartiallyCompleted, Failed, Stopped, Expired -> false;
        };
    }
}
