package io.caravan.inbox;

import io.caravan.format.Bytes;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.Gzip;
import io.caravan.format.GzipHead;
import io.caravan.format.StoredFile;
import io.caravan.model.BrokenData;
import io.caravan.model.Refused;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/** Looks at a data set before a run is accepted: that it may be read, is there, and what its columns are. */
final class SourceCheck {
    private static final String FIELD = "s3_uri";

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
        if (!uri.isPrefix() && !DataSets.known(uri.fileName())) {
            throw Refused.because(
                    FIELD, "'" + text + "' is of no known format; the name must end in one of " + DataSets.endings());
        }
        return uri;
    }

    /** The beginning of a data set that has at least one record. */
    Head head(S3Uri uri) {
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
        try {
            DataSet data = DataSets.open(found.stream().map(this::file).toList());
            if (data.isEmpty()) {
                throw Refused.because(FIELD, uri + " has a header line but no row");
            }
            return new Head(data.columns(), data.holdsRecords());
        } catch (BrokenData e) {
            throw Refused.because(FIELD, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Bytes file(ObjectStore.Info info) {
        var file = new StoredFile(store, info);
        return Gzip.packed(file.name()) ? new GzipHead(file) : file;
    }
}
