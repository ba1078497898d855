package io.caravan.model;

import java.util.Locale;

/** The form of a result. */
public enum OutputFormat {
    CSV;

    /** The file ending, with its dot. */
    public String ending() {
        return "." + word();
    }

    /** The word that a manifest uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
