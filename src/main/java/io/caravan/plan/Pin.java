package io.caravan.plan;

import io.caravan.format.Bytes;
import io.caravan.format.DataSets;
import io.caravan.format.Gzip;
import io.caravan.format.StoredFile;
import io.caravan.model.Refused;
import io.caravan.model.RunFolder;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies a data set into its run's folder, so that what was counted is what is sent and what is joined. Copies are made
 * inside S3; packed files are unpacked on the way.
 *
 * @param maxUnpacked how many bytes a packed file may unpack to
 */
record Pin(ObjectStore store, RunFolder folder, long maxUnpacked) {
    private static final String CHANGED = " changed while it was copied; drop the manifest again";

    /** Pins an object, or all below a prefix, and returns the copies in order; messages name them by where they are from. */
    List<Bytes> files(S3Uri source) throws IOException {
        var pinned = new ArrayList<Bytes>();
        var places = new HashSet<S3Uri>();
        for (ObjectStore.Info info : StoredFile.sources(store, source)) {
            String ending = DataSets.ending(info.uri().fileName()).orElseThrow();
            S3Uri place = folder.source(pinned.size() + 1, ending);
            copy(info, place);
            places.add(place);
            ObjectStore.Info copy =
                    store.head(place).orElseThrow(() -> new IOException("the copy " + place + " is not there"));
            pinned.add(new StoredFile(store, copy, info.uri().toString()));
        }
        if (pinned.isEmpty()) {
            throw Refused.because("s3_uri", "there is no data set at " + source + " any more");
        }
        clear(places);
        return pinned;
    }

    private void copy(ObjectStore.Info info, S3Uri place) throws IOException {
        if (Gzip.packed(info.uri().key())) {
            unpack(info, place);
        } else if (!store.copy(info.uri(), info.eTag(), place)) {
            throw Refused.because("s3_uri", info.uri() + CHANGED);
        }
    }

    private void unpack(ObjectStore.Info info, S3Uri place) throws IOException {
        try (InputStream in = Gzip.unpack(info.uri().toString(), store.read(info.uri(), 0, info.size()), maxUnpacked);
                ObjectStore.Upload out = store.write(place, "application/octet-stream")) {
            in.transferTo(out);
            boolean same = store.head(info.uri())
                    .filter(now -> now.eTag().equals(info.eTag()))
                    .isPresent();
            if (!same) {
                throw Refused.because("s3_uri", info.uri() + CHANGED);
            }
            out.complete();
        }
    }

    /** Removes what an earlier attempt pinned of files that are not there any more. */
    private void clear(Set<S3Uri> places) {
        List<S3Uri> stale;
        try (Stream<ObjectStore.Info> all = store.list(folder.sources())) {
            stale = all.map(ObjectStore.Info::uri)
                    .filter(uri -> !places.contains(uri))
                    .toList();
        }
        stale.forEach(store::delete);
    }
}
