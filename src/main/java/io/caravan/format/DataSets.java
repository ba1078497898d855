package io.caravan.format;

import io.caravan.model.CsvForm;
import io.caravan.model.Manifest;
import io.caravan.model.Prompts;
import io.caravan.model.Refused;
import io.caravan.model.RunFolder;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens data sets: which format a file has is told by its name's ending. */
public final class DataSets {
    private static final String CSV = ".csv";
    private static final List<Format> FORMATS = List.of(
            new Format(CSV, CsvFile::open),
            new Format(".jsonl", (file, csv) -> JsonlFile.open(file)),
            new Format(".ndjson", (file, csv) -> JsonlFile.open(file)),
            new Format(".parquet", (file, csv) -> ParquetFile.open(file)));

    private DataSets() {}

    /** A format and the ending of its files' names. */
    private record Format(String ending, Opener opener) {}

    @FunctionalInterface
    private interface Opener {
        DataFile open(Bytes file, CsvForm csv) throws IOException;
    }

    /** Whether a file of this name is of a format that can be read, as a prefix is searched for such files. */
    public static boolean known(String name) {
        return ending(name).isPresent();
    }

    /** Whether a file of this name is CSV. */
    public static boolean isCsv(String name) {
        return ending(name).filter(CSV::equals).isPresent();
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

    /** Opens files as one data set, their CSV with commas. */
    public static DataSet open(List<Bytes> files) throws IOException {
        return open(files, CsvForm.USUAL);
    }

    /**
     * Opens files as one data set, in this order. Reads the first one's header.
     *
     * @param csv how CSV files are written; those that were of another charset are plain text by now
     * @throws Refused when there is no file, or a name's ending is none of a known format
     * @throws io.caravan.model.BrokenData when the header, or the record behind it, is not well-formed
     */
    public static DataSet open(List<Bytes> files, CsvForm csv) throws IOException {
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
        return Files.open(files, file -> open(file, csv));
    }

    /** Opens a run's data set: its records are what the run sends, so a row of a file is several where it has several prompts. */
    public static DataSet of(Manifest manifest, List<Bytes> files) throws IOException {
        DataSet data = open(files, manifest.source().csv());
        return manifest.prompts() instanceof Prompts.Each each
                ? new FanOut(
                        data,
                        each.all().stream()
                                .map(prompt -> prompt.id().orElseThrow())
                                .toList())
                : data;
    }

    /** What a run's jobs send: a record that several rows ask stands in it once, where the run wants that. */
    public static Table sent(Manifest manifest, ObjectStore store, RunFolder folder) throws IOException {
        DataSet data = of(manifest, StoredFile.in(store, folder.sources()));
        return manifest.dedupe() ? new Distinct(data, StoredFile.of(store, folder.records())) : data;
    }

    /** Opens a file by its name's ending, which is one that is known. */
    static DataFile open(Bytes file, CsvForm csv) throws IOException {
        return format(file.name()).orElseThrow().opener().open(file, csv);
    }
}
