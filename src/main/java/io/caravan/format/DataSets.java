package io.caravan.format;

import io.caravan.model.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens data sets: which format a file has is told by its name's ending. */
public final class DataSets {
    private static final String VALID = ".csv";

    private DataSets() {}

    /** Whether a file of this name is of a format that can be read, as a prefix is searched for such files. */
    public static boolean known(String name) {
        return lower(name).endsWith(".csv");
    }

    /**
     * Opens files as one data set, in this order. Reads the first one's header.
     *
     * @throws Refused when there is no file, or a name's ending is none of a known format
     * @throws io.caravan.model.BrokenData when the header, or the record behind it, is not well-formed
     */
    public static DataSet open(List<Bytes> files) throws IOException {
        if (files.isEmpty()) {
            throw Refused.because("s3_uri", "found no data set there; valid are names ending in " + VALID);
        }
        for (Bytes file : files) {
            if (!known(file.name())) {
                throw Refused.because(
                        "s3_uri",
                        "found " + file.name() + ", whose format is not known; valid are names ending in " + VALID);
            }
        }
        return Files.open(files, CsvFile::open);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
