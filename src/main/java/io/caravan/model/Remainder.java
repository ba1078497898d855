package io.caravan.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of records that are fewer than a batch job takes. */
public enum Remainder {
    /** They are not sent. */
    REJECT,
    /** They are invoked one by one, at the full price. */
    ON_DEMAND,
    /** They are sent in a batch job that cheap records fill up. */
    PAD;

    /** The policy of a manifest's word; empty when there is none. */
    public static Optional<Remainder> of(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word().equals(word))
                .findFirst();
    }

    /** The word that a manifest uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
