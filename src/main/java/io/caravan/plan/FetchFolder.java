package io.caravan.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.RunFolder;
import io.caravan.model.S3Uri;
import io.caravan.port.Hub;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where a run's files of the Hub are gathered: the list of what is to come, and what has come. */
record FetchFolder(ObjectStore store, RunFolder folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether all is there. */
    boolean whole() {
        return store.head(folder.pinned()).isPresent();
    }

    /** What is to be fetched: asked once, so that every turn means the same files. */
    List<Hub.File> list(Supplier<Hub.Split> find) throws IOException {
        Optional<ObjectStore.Info> known = store.head(folder.fetch());
        if (known.isEmpty()) {
            List<Hub.File> files = find.get().files();
            store.put(folder.fetch(), JSON.writeValueAsBytes(files), "application/json");
            return files;
        }
        try (InputStream in = store.read(folder.fetch(), 0, known.get().size())) {
            return List.of(JSON.readValue(in, Hub.File[].class));
        }
    }

    /** Where a file's copy stands; {@code number} counts from 1. */
    S3Uri place(int number) {
        return folder.source(number, ".parquet");
    }

    /** The sizes of the copies that are there. */
    Map<S3Uri, Long> there() {
        try (Stream<ObjectStore.Info> copies = store.list(folder.sources())) {
            var sizes = new HashMap<S3Uri, Long>();
            copies.forEach(copy -> sizes.put(copy.uri(), copy.size()));
            return sizes;
        }
    }

    /** Says that all is there, and what the copies are copies of. */
    void complete(List<Hub.File> files) throws IOException {
        List<String> names = files.stream().map(Hub.File::toString).toList();
        store.put(folder.pinned(), JSON.writeValueAsBytes(names), "application/json");
    }
}
