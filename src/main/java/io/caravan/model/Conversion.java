package io.caravan.model;

import java.util.Locale;

/** Who made the Parquet files of a data set of the Hub. */
public enum Conversion {
    /** They are the repository's own. */
    NONE,
    /** The Hub, of files of other formats or with large row groups. */
    WHOLE,
    /** The Hub, of the data set's start and no more. */
    PARTIAL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
