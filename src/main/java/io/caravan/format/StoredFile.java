package io.caravan.format;

import io.caravan.model.Refused;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * An object on S3 as a file of a data set: every read is a ranged one.
 *
 * @param name how messages name it: a pinned copy goes by the name of what it was copied from
 */
public record StoredFile(ObjectStore store, ObjectStore.Info info, String name) implements Bytes {
    private static final int MOST = 99_999;

    public StoredFile(ObjectStore store, ObjectStore.Info info) {
        this(store, info, info.uri().toString());
    }

    /** An object that has to be there. */
    public static StoredFile of(ObjectStore store, S3Uri uri) throws IOException {
        return new StoredFile(store, store.head(uri).orElseThrow(() -> new IOException("there is no " + uri)));
    }

    /**
     * What a manifest's source names, in key order: an object, or all of a known format below a prefix. None when there
     * is nothing.
     */
    public static List<ObjectStore.Info> sources(ObjectStore store, S3Uri source) {
        if (!source.isPrefix()) {
            return store.head(source).stream().toList();
        }
        try (Stream<ObjectStore.Info> files = store.list(source)) {
            List<ObjectStore.Info> known = files.filter(
                            info -> DataSets.known(info.uri().fileName()))
                    .limit(MOST + 1L)
                    .toList();
            if (known.size() > MOST) {
                throw Refused.because("s3_uri", source + " has more than " + MOST + " files; join them into fewer");
            }
            return known;
        }
    }

    /** The files of a run's pinned data set, in order. */
    public static List<Bytes> in(ObjectStore store, S3Uri folder) {
        try (Stream<ObjectStore.Info> files = store.list(folder)) {
            return files.<Bytes>map(info -> new StoredFile(store, info)).toList();
        }
    }

    @Override
    public long size() {
        return info.size();
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        return store.read(info.uri(), from, to);
    }
}
