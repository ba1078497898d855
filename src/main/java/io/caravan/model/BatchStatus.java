package io.caravan.model;

import java.util.Locale;

/** Bedrock's states of a batch job, in the order they come. */
public enum BatchStatus {
    SUBMITTED,
    VALIDATING,
    SCHEDULED,
    IN_PROGRESS,
    STOPPING,
    /** A state that this version does not know; treated as not yet over. */
    UNKNOWN,
    COMPLETED,
    /** Not all records were processed in time. */
    PARTIALLY_COMPLETED,
    FAILED,
    STOPPED,
    /** Timed out before it began. */
    EXPIRED;

    /** Whether the job is over. A job that is over may still have answers: every such state is harvested. */
    public boolean terminal() {
        return switch (this) {
            case COMPLETED, PARTIALLY_COMPLETED, FAILED, STOPPED, EXPIRED -> true;
            case SUBMITTED, VALIDATING, SCHEDULED, IN_PROGRESS, STOPPING, UNKNOWN -> false;
        };
    }

    /** Reads Bedrock's own spelling, for example {@code PartiallyCompleted}. */
    public static BatchStatus parse(String word) {
        for (BatchStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        return UNKNOWN;
    }

    /** Bedrock's own spelling. */
    public String word() {
        var word = new StringBuilder();
        for (String piece : name().split("_", -1)) {
            word.append(piece.charAt(0)).append(piece.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }
}
