package io.caravan.aws;

import io.caravan.port.ObjectStore;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;

/** Uploads a stream in parts of 8 MiB: at most 80 GB an object, and one part in memory. Not thread-safe. */
final class StreamUpload extends ObjectStore.Upload {
    private static final int PART = 8 * 1024 * 1024;

    private final MultipartObject object;
    private final Blocks part = new Blocks();
    private boolean over;

    StreamUpload(MultipartObject object) {
        this.object = object;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int rest = count;
        while (rest > 0) {
            int n = Math.min(rest, PART - part.length());
            part.write(bytes, from, n);
            from += n;
            rest -= n;
            if (part.length() == PART) {
                try {
                    object.add(part);
                } catch (SdkException e) {
                    throw new IOException(e);
                }
                part.clear();
            }
        }
    }

    @Override
    public void complete() throws IOException {
        try {
            object.complete(part);
            over = true;
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            object.abort();
        }
    }
}
