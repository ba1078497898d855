package io.caravan.port;

import io.caravan.model.Notice;

/** Carries notices to targets of one kind, once for each call. Thread-safe. */
public interface Courier {

    /** Whether a target is of this kind. */
    boolean serves(String target);

    /**
     * Takes a notice to its target.
     *
     * @param text what is said: JSON
     */
    Receipt carry(Notice notice, String text);

    /** What became of it; {@code words} never hold a secret. */
    sealed interface Receipt {
        record Taken(String words) implements Receipt {}

        /** Not taken, for a reason that may pass. */
        record Missed(String words) implements Receipt {}

        /** Not taken, now or later. */
        record Refused(String words) implements Receipt {}
    }
}
