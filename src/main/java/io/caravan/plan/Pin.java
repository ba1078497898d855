package io.caravan.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.format.Bytes;
import io.caravan.format.DataSets;
import io.caravan.format.PlainText;
import io.caravan.format.StoredFile;
import io.caravan.model.Refused;
import io.caravan.model.RunFolder;
import io.caravan.model.S3Uri;
import io.caravan.model.Source;
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
 * inside S3; packed files are unpacked on the way, and those of another charset become UTF-8.
 *
 * @param maxUnpacked how many bytes a packed file may unpack to
 */
record Pin(ObjectStore store, RunFolder folder, long maxUnpacked) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHANGED = " changed while it was copied; drop the manifest again";

    /** Whether all is there. */
    boolean done() {
        return store.head(folder.pinned()).isPresent();
    }

    /**
     * Pins an object, or all below a prefix, and returns the copies in order. What was pinned as a whole stays as it is:
     * jobs may have been cut from it.
     */
    List<Bytes> files(Source.Stored source) throws IOException {
        if (!done()) {
            copies(source);
        }
        return files();
    }

    /** The pinned files in order; messages name them by where they are from. */
    List<Bytes> files() throws IOException {
        List<String> names = names();
        try (Stream<ObjectStore.Info> copies = store.list(folder.sources())) {
            var files = new ArrayList<Bytes>();
            copies.forEach(copy -> files.add(new StoredFile(store, copy, names.get(files.size()))));
            return files;
        }
    }

    private void copies(Source.Stored source) throws IOException {
        var names = new ArrayList<String>();
        var places = new HashSet<S3Uri>();
        for (ObjectStore.Info info : StoredFile.sources(store, source.uri())) {
            String ending = DataSets.ending(info.uri().fileName()).orElseThrow();
            S3Uri place = folder.source(names.size() + 1, ending);
            copy(info, place, new PlainText(source.csv()));
            places.add(place);
            names.add(info.uri().toString());
        }
        if (names.isEmpty()) {
            throw Refused.because("s3_uri", "there is no object " + source + " any more");
        }
        clear(places);
        store.put(folder.pinned(), JSON.writeValueAsBytes(names), "application/json");
    }

    private List<String> names() throws IOException {
        ObjectStore.Info info = store.head(folder.pinned()).orElseThrow();
        try (InputStream in = store.read(info.uri(), 0, info.size())) {
            return List.of(JSON.readValue(in, String[].class));
        }
    }

    private void copy(ObjectStore.Info info, S3Uri place, PlainText text) throws IOException {
        if (!text.is(info.uri().fileName())) {
            rewrite(info, place, text);
        } else if (!store.copy(info.uri(), info.eTag(), place)) {
            throw Refused.because("s3_uri", info.uri() + CHANGED);
        }
    }

    private void rewrite(ObjectStore.Info info, S3Uri place, PlainText text) throws IOException {
        try (InputStream in = text.of(info.uri().toString(), store.read(info.uri(), 0, info.size()), maxUnpacked);
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
