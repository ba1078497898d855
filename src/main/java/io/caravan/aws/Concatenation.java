package io.caravan.aws;

import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.ByteArrayOutputStream;
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
    private final ByteArrayOutputStream small = new ByteArrayOutputStream();

    Concatenation(ObjectStore store, MultipartObject object) {
        this.store = store;
        this.object = object;
    }

    void of(List<S3Uri> pieces) throws IOException {
        try {
            for (S3Uri piece : pieces) {
                add(store.head(piece).orElseThrow(() -> new IOException("there is no " + piece)));
            }
            object.complete(small.toByteArray(), small.size());
        } catch (IOException | RuntimeException e) {
            object.abort();
            throw e;
        }
    }

    private void add(ObjectStore.Info piece) throws IOException {
        long at = 0;
        if (small.size() > 0) { // fill what is pending up to a part first
            at = Math.min(piece.size(), MultipartObject.MIN_PART - small.size());
            read(piece, 0, at);
            if (small.size() < MultipartObject.MIN_PART) {
                return;
            }
            object.add(small.toByteArray(), small.size());
            small.reset();
        }
        if (piece.size() - at >= MultipartObject.MIN_PART) {
            object.addCopy(piece.uri(), piece.eTag(), at, piece.size());
        } else {
            read(piece, at, piece.size());
        }
    }

    private void read(ObjectStore.Info piece, long from, long to) throws IOException {
        try (InputStream in = store.read(piece.uri(), from, to)) {
            in.transferTo(small);
        }
    }
}
