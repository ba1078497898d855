package io.caravan.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The unpacked beginning of a packed file as if it were the whole, to look at its columns: enough for the longest record
 * that is held. It is unpacked when it is first asked for. Thread-safe.
 */
public final class GzipHead implements Bytes {
    private static final int LENGTH = 34 << 20;

    private final Bytes packed;
    private byte[] head = new byte[0];
    private boolean read;

    public GzipHead(Bytes packed) {
        this.packed = packed;
    }

    @Override
    public String name() {
        return packed.name();
    }

    @Override
    public long size() {
        try {
            return head().length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        return new ByteArrayInputStream(Arrays.copyOfRange(head(), Math.toIntExact(from), Math.toIntExact(to)));
    }

    private synchronized byte[] head() throws IOException {
        if (!read) {
            try (InputStream in = Gzip.unpack(packed.name(), packed.open(0, packed.size()), Long.MAX_VALUE)) {
                head = in.readNBytes(LENGTH);
            }
            read = true;
        }
        return head;
    }
}
