package io.caravan.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The form of a result. */
public enum OutputFormat {
    CSV("text/csv"),
    JSONL("application/jsonl"),
    PARQUET("application/vnd.apache.parquet");

    private final String contentType;

    OutputFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The format of a manifest's word; empty when there is none. */
    public static Optional<OutputFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }

    /** The file ending, with its dot. */
    public String ending() {
        return "." + word();
    }

    public String contentType() {
        return contentType;
    }

    /** The word that a manifest uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
