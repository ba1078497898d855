package io.caravan.model;

import java.time.Instant;

/**
 * Where a job is, with the facts known there. A job moves down this list, and back in two cases only: a start that found
 * no room at Bedrock returns it to {@link Ready}; one that its run's cancellation kept from being sent is {@link Planned}
 * again when a user has the run retried. One that is invoked on demand is never submitted.
 */
public sealed interface JobState {

    /** Its records are known; it waits for its turn to be written. */
    record Planned() implements JobState {}

    /** Its turn has come: a worker is told to write its input. */
    record Writing() implements JobState {}

    /** Its input is on S3; it waits for a slot. */
    record Ready(Input input) implements JobState {}

    /** It holds a slot and is being created under its token; whether Bedrock has it is not yet known. */
    record Submitting(Input input, String clientRequestToken, Instant since) implements JobState {}

    /**
     * Its records are too few for a batch job and are invoked one by one, on demand. It takes no slot.
     *
     * @param answered records whose answer, or last refusal, is kept
     * @param heard when whoever is at it last said so; {@link Instant#EPOCH} as long as nobody is
     */
    record Invoking(Input input, long answered, Instant heard) implements JobState {}

    /** Bedrock has it. */
    record Submitted(Input input, String arn, BatchStatus status, Progress progress, Instant since)
            implements JobState {}

    /**
     * Bedrock is done with it; its slot is free again. Without an ARN it was never a batch job: it was refused at once,
     * or cancelled before, or its records were invoked on demand.
     *
     * @param missing what is wrong with the records that its output does not speak of
     * @param since when Bedrock got it, or {@code at}
     */
    record Ended(
            Input input, String arn, BatchStatus status, ErrorClass missing, String message, Instant since, Instant at)
            implements JobState {
        /** Of a job that Bedrock never had. */
        public Ended(Input input, String arn, BatchStatus status, ErrorClass missing, String message, Instant at) {
            this(input, arn, status, missing, message, at, at);
        }
    }

    /**
     * Its answers are joined to its rows.
     *
     * @param tally of its part for a first attempt, of its own answers for a later one
     * @param joined the last attempt whose answers its part holds
     * @param outdated its part is as an earlier version wrote it, or of a stretch whose answers may have changed, and is
     *     written again before the result is made of it
     * @param since when Bedrock got it, and {@code ended} when it was done with it
     * @param at when the answers were joined
     */
    record Collected(
            Input input,
            String arn,
            BatchStatus status,
            ErrorClass missing,
            String message,
            Tally tally,
            int joined,
            boolean outdated,
            Instant since,
            Instant ended,
            Instant at)
            implements JobState {
        /** Of a job that Bedrock never had. */
        public Collected(
                Input input,
                String arn,
                BatchStatus status,
                ErrorClass missing,
                String message,
                Tally tally,
                int joined,
                Instant at) {
            this(input, arn, status, missing, message, tally, joined, false, at, at, at);
        }

        /** The same, to be joined again. */
        public Collected outdate() {
            return new Collected(input, arn, status, missing, message, tally, joined, true, since, ended, at);
        }

        /** Whether its run was cancelled before any record of it was sent. */
        public boolean neverSent() {
            return arn.isEmpty() && status == BatchStatus.STOPPED && tally.ok() + tally.failed() == 0;
        }

        /** Of a job that its run came to need no more before it was sent. */
        public static Collected unsent(String reason, Instant at) {
            return new Collected(
                    Input.NONE, "", BatchStatus.STOPPED, ErrorClass.UNPROCESSED, reason, Tally.NONE, 1, at);
        }
    }

    /**
     * What a job's input file holds, beside padding.
     *
     * @param firstRow the number of its first row in the run, and {@code lastRow} of its last one
     * @param records lines
     * @param skipped rows of the chunk that could not be sent
     */
    record Input(long firstRow, long lastRow, long records, long skipped, long bytes) {
        /** Of a job that was cancelled before its input was written. */
        public static final Input NONE = new Input(0, 0, 0, 0, 0);
    }

    /** Bedrock's own counts; all 0 until it starts processing, and up to a minute late. */
    record Progress(long total, long processed, long success, long error) {
        public static final Progress NONE = new Progress(0, 0, 0, 0);
    }

    /** Whether the job takes part of its pool's quota. */
    default boolean holdsSlot() {
        return switch (this) {
            case Submitting s -> true;
            case Submitted s -> true;
            case Planned p -> false;
            case Writing w -> false;
            case Ready r -> false;
            case Invoking i -> false;
            case Ended e -> false;
            case Collected c -> false;
        };
    }

    /** The word users see. */
    default String word() {
        return getClass().getSimpleName();
    }
}
