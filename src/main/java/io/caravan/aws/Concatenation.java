package io.caravan.aws;

import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Makes one object of many without moving its bytes: what is large enough for a part is copied inside S3, what is not is
 * read through a buffer of at most two least parts.
 */
final class Concatenation {
    private final ObjectStore store;
    private final MultipartObject object;
    private final Blocks small = new Blocks();

    Concatenation(ObjectStore store, MultipartObject object) {
        this.store = store;
        this.object = object;
    }

    void of(List<ObjectStore.Piece> pieces) throws IOException {
        try {
            for (ObjectStore.Piece piece : pieces) {
                ObjectStore.Info info =
                        store.head(piece.uri()).orElseThrow(() -> new IOException("there is no " + piece.uri()));
                add(info, piece.from(), Math.min(piece.to(), info.size()));
            }
            object.complete(small);
        } catch (IOException | RuntimeException e) {
            object.abort();
            throw e;
        }
    }

    private void add(ObjectStore.Info piece, long from, long to) throws IOException {
        long at = from;
        if (small.length() > 0) { // fill what is pending up to a part first
            at = Math.min(to, from + MultipartObject.MIN_PART - small.length());
            read(piece, from, at);
            if (small.length() < MultipartObject.MIN_PART) {
                return;
            }
            object.add(small);
            small.clear();
        }
        if (to - at >= MultipartObject.MIN_PART) {
            object.addCopy(piece.uri(), piece.eTag(), at, to);
        } else {
            read(piece, at, to);
        }
    }

    private void read(ObjectStore.Info piece, long from, long to) throws IOException {
        try (InputStream in = store.read(piece.uri(), from, to)) {
            in.transferTo(small);
        }
    }
}
