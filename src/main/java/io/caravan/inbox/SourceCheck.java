package io.caravan.inbox;

import io.caravan.format.Bytes;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.PlainHead;
import io.caravan.format.PlainText;
import io.caravan.format.StoredFile;
import io.caravan.model.BrokenData;
import io.caravan.model.CsvForm;
import io.caravan.model.Refused;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks at a data set before a run is accepted: that it may be read, is there, and what its columns are. */
final class SourceCheck {
    private static final String FIELD = "s3_uri";
    private static final int MOST_KEY_BYTES = 1024;

    private final ObjectStore store;
    private final Predicate<S3Uri> allowed;
    private final String allowedNames;

    SourceCheck(ObjectStore store, Predicate<S3Uri> allowed, String allowedNames) {
        this.store = store;
        this.allowed = allowed;
        this.allowedNames = allowedNames;
    }

    /** The place that a text names, if data may be read from there. */
    S3Uri locate(String text) {
        S3Uri uri = S3Uri.parse(text)
                .orElseThrow(
                        () -> Refused.because(FIELD, "'" + text + "' is not an S3 URI; one is s3://bucket/key.csv"));
        if (!allowed.test(uri)) {
            throw Refused.because(
                    FIELD,
                    "bucket '" + uri.bucket() + "' is not one that data may be read from; those are: " + allowedNames
                            + " (setting caravan.allowed-buckets)");
        }
        int bytes = uri.key().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_KEY_BYTES) {
            throw Refused.because(
                    FIELD, "the key of the object has " + bytes + " bytes; those of S3 have at most " + MOST_KEY_BYTES);
        }
        if (Stream.of(uri.key().split("/", -1)).anyMatch(name -> name.equals(".") || name.equals(".."))) {
            throw Refused.because(
                    FIELD,
                    "'" + text
                            + "' has a segment '.' or '..', which is no way up on S3 but part of a name that not every"
                            + " client can ask for; copy the object to another key");
        }
        if (!uri.isPrefix() && !DataSets.known(uri.fileName())) {
            throw Refused.because(
                    FIELD, "'" + text + "' is of no known format; the name must end in one of " + DataSets.endings());
        }
        return uri;
    }

    /**
     * The beginning of a data set that has at least one record.
     *
     * @param declared what the manifest says of its CSV files
     * @param separator whether their separator is among it
     */
    Head head(S3Uri uri, Optional<CsvForm> declared, boolean separator) {
        List<ObjectStore.Info> found = StoredFile.sources(store, uri);
        if (found.isEmpty()) {
            throw Refused.because(
                    FIELD,
                    uri.isPrefix()
                            ? "there is no object below " + uri + " whose name ends in one of " + DataSets.endings()
                            : "there is no object " + uri);
        }
        if (found.stream().allMatch(info -> info.size() == 0)) {
            throw Refused.because(FIELD, uri + " is empty; a data set has at least one row");
        }
        if (declared.isPresent()
                && found.stream().noneMatch(info -> DataSets.isCsv(info.uri().fileName()))) {
            throw Refused.because("csv", "says how CSV files are written, and " + uri + " has none; leave it out");
        }
        CsvForm csv = declared.orElse(CsvForm.USUAL);
        try {
            DataSet data = DataSets.open(
                    found.stream().map(info -> file(info, new PlainText(csv))).toList(), csv);
            if (data.isEmpty()) {
                throw Refused.because(FIELD, uri + " has a header line but no row");
            }
            if (!separator && DataSets.isCsv(found.get(0).uri().fileName())) {
                divided(found.get(0).uri(), data.columns());
            }
            return new Head(data.columns(), data.holdsRecords());
        } catch (BrokenData e) {
            throw Refused.because(FIELD, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses a single column whose name looks like several, divided by what separates them elsewhere. */
    private static void divided(S3Uri file, List<String> columns) {
        for (int i = 0; columns.size() == 1 && i < CsvFields.SEPARATORS.length(); i++) {
            char other = CsvFields.SEPARATORS.charAt(i);
            if (columns.get(0).indexOf(other) >= 0) {
                String written = other == '\t' ? "\\t" : String.valueOf(other);
                throw Refused.because(
                        FIELD,
                        file + " has one column, '" + columns.get(0) + "'; when '" + written
                                + "' separates the columns, say \"csv\": {\"separator\": \"" + written
                                + "\"}; when that is one name, say \"csv\": {\"separator\": \",\"}");
            }
        }
    }

    private Bytes file(ObjectStore.Info info, PlainText text) {
        var file = new StoredFile(store, info);
        return text.is(file.name()) ? file : new PlainHead(file, text);
    }
}
