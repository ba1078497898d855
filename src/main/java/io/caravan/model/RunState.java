package io.caravan.model;

import java.time.Instant;

/** Where a run is. */
public sealed interface RunState {

    /** Taken from the inbox; nothing is known of its records yet. */
    record Accepted() implements RunState {}

    /**
     * Its data set is being fetched from the Hub.
     *
     * @param files of the data set
     * @param fetched files that are there
     * @param bytes of all files
     * @param fetchedBytes of them that are there
     */
    record Fetching(int files, int fetched, long bytes, long fetchedBytes) implements RunState {}

    /**
     * Planned, with exact counts; its first records are tried on demand before any job is written.
     *
     * @param repeats of the records, those that ask what an earlier one asks: they are not sent
     * @param heard when whoever tries them last said so; {@link Instant#EPOCH} as long as nobody does
     */
    record Canary(long records, long repeats, int chunks, Instant heard) implements RunState {
        public Canary(long records, int chunks, Instant heard) {
            this(records, 0, chunks, heard);
        }
    }

    /**
     * Planned, with exact counts; its jobs are under way.
     *
     * @param records rows that will be in the result
     * @param repeats of them, those that ask what an earlier one asks: they are not sent
     * @param chunks jobs of the first attempt
     */
    record Running(long records, long repeats, int chunks, Instant since) implements RunState {
        public Running(long records, int chunks, Instant since) {
            this(records, 0, chunks, since);
        }
    }

    /** Over: it was to be planned only. Nothing was sent. */
    record Planned(long records, long repeats, int chunks, Instant at) implements RunState {
        public Planned(long records, int chunks, Instant at) {
            this(records, 0, chunks, at);
        }
    }

    /** A user cancelled it: nothing more is sent, what runs at Bedrock is being stopped. */
    record Cancelling(long records, long repeats, int chunks, Instant since) implements RunState {
        public Cancelling(long records, int chunks, Instant since) {
            this(records, 0, chunks, since);
        }
    }

    /**
     * Over: the result holds every row.
     *
     * @param unsent of the skipped rows, those that would have been sent had nobody cancelled the run: a retry sends them
     */
    record Done(Verdict verdict, long records, long repeats, int chunks, Tally tally, long unsent, Instant at)
            implements RunState {
        /** Of a run that sent all it could. */
        public Done(Verdict verdict, long records, int chunks, Tally tally, Instant at) {
            this(verdict, records, 0, chunks, tally, 0, at);
        }
    }

    /** Over without a result, for a reason that concerns the whole run. */
    record Failed(String reason, Instant at) implements RunState {}

    /** How a run came out that has a result. */
    enum Verdict {
        DONE,
        /** More rows failed than the manifest tolerates. */
        FAILED,
        /** A user cancelled it. */
        CANCELLED
    }

    /** Whether nothing will happen to the run any more. */
    default boolean over() {
        return switch (this) {
            case Accepted a -> false;
            case Canary c -> false;
            case Fetching f -> false;
            case Running r -> false;
            case Cancelling c -> false;
            case Planned p -> true;
            case Done d -> true;
            case Failed f -> true;
        };
    }
}
