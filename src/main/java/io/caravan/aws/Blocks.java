package io.caravan.aws;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes on their way to S3, in blocks that are used again. In one array of some MiB each would be what G1 calls humongous:
 * it takes a larger heap for the next one rather than clear the last. Not thread-safe.
 */
final class Blocks extends OutputStream {
    private static final int BLOCK = 64 * 1024;

    private final List<byte[]> blocks = new ArrayList<>();
    private int length;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int from = offset;
        int rest = count;
        while (rest > 0) {
            int within = length % BLOCK;
            if (length / BLOCK == blocks.size()) {
                blocks.add(new byte[BLOCK]);
            }
            int n = Math.min(rest, BLOCK - within);
            System.arraycopy(bytes, from, blocks.get(length / BLOCK), within, n);
            length += n;
            from += n;
            rest -= n;
        }
    }

    /** What was written since it was cleared, from the start. */
    InputStream open() {
        return new InputStream() {
            private int at;

            @Override
            public int read() {
                return at == length ? -1 : blocks.get(at / BLOCK)[at++ % BLOCK] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int count) {
                int n = Math.min(Math.min(count, length - at), BLOCK - at % BLOCK);
                if (n <= 0) {
                    return count == 0 ? 0 : -1;
                }
                System.arraycopy(blocks.get(at / BLOCK), at % BLOCK, into, offset, n);
                at += n;
                return n;
            }
        };
    }
}
