package io.caravan.format;

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

    public StoredFile(ObjectStore store, ObjectStore.Info info) {
        this(store, info, info.uri().toString());
    }

    /** The files of a run's pinned data set, in order. */
    public static List<Bytes> in(ObjectStore store, io.caravan.model.S3Uri folder) {
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
