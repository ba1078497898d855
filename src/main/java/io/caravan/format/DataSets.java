package io.caravan.format;

import io.caravan.model.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens data sets: which format a file has is told by its name's ending. */
public final class DataSets {
    private static final List<Format> FORMATS = List.of(
            new Format(".csv", CsvFile::open),
            new Format(".jsonl", JsonlFile::open),
            new Format(".ndjson", JsonlFile::open),
            new Format(".parquet", ParquetFile::open));

    private DataSets() {}

    /** A format and the ending of its files' names. */
    private record Format(String ending, Files.Opener opener) {}

    /** Whether a file of this name is of a format that can be read, as a prefix is searched for such files. */
    public static boolean known(String name) {
        return ending(name).isPresent();
    }

    /** The ending of a file's name, {@code .gz} left out, that tells its format; empty when it is of no known one. */
    public static Optional<String> ending(String name) {
        return format(name).map(Format::ending);
    }

    private static Optional<Format> format(String name) {
        String lower = Gzip.unpackedName(name).toLowerCase(Locale.ROOT);
        return FORMATS.stream()
                .filter(format -> lower.endsWith(format.ending()))
                .findFirst();
    }

    /** The endings of all known formats, for messages. */
    public static String endings() {
        return FORMATS.stream().map(Format::ending).collect(Collectors.joining(", "))
                + "; of the text formats with .gz too";
    }

    /**
     * Opens files as one data set, in this order. Reads the first one's header.
     *
     * @throws Refused when there is no file, or a name's ending is none of a known format
     * @throws io.caravan.model.BrokenData when the header, or the record behind it, is not well-formed
     */
    public static DataSet open(List<Bytes> files) throws IOException {
        if (files.isEmpty()) {
            throw Refused.because("s3_uri", "found no data set there; valid are names ending in " + endings());
        }
        for (Bytes file : files) {
            if (!known(file.name())) {
                throw Refused.because(
                        "s3_uri",
                        "found " + file.name() + ", whose format is not known; valid are names ending in " + endings());
            }
        }
        return Files.open(files, DataSets::open);
    }

    private static DataFile open(Bytes file) throws IOException {
        return format(file.name()).orElseThrow().opener().open(file);
    }
}
