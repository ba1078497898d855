package io.caravan.aws;

import io.caravan.port.ObjectStore;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;

/** Uploads a stream in parts of 8 MiB: at most 80 GB an object, and one part in memory. Not thread-safe. */
final class StreamUpload extends ObjectStore.Upload {
    private static final int PART = 8 * 1024 * 1024;
    private static final int FIRST = 64 * 1024;

    private final MultipartObject object;
    private byte[] buffer = new byte[FIRST];
    private int length;
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
            room(rest);
            int n = Math.min(rest, buffer.length - length);
            System.arraycopy(bytes, from, buffer, length, n);
            length += n;
            from += n;
            rest -= n;
            if (length == PART) {
                try {
                    object.add(buffer, length);
                } catch (SdkException e) {
                    throw new IOException(e);
                }
                length = 0;
            }
        }
    }

    @Override
    public void complete() throws IOException {
        try {
            object.complete(buffer, length);
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

    /** Small objects don't pay for a whole part's buffer. */
    private void room(int more) {
        if (buffer.length < PART && length + more > buffer.length) {
            buffer = java.util.Arrays.copyOf(buffer, Math.min(PART, Math.max(buffer.length * 2, length + more)));
        }
    }
}
