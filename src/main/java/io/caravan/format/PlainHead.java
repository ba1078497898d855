package io.caravan.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The beginning of a packed file, or one in another charset, as plain text and as if it were the whole, to look at its
 * columns: enough for the longest record that is held. It is read when it is first asked for. Thread-safe.
 */
public final class PlainHead implements Bytes {
    private static final int LENGTH = 34 << 20;

    private final Bytes file;
    private final PlainText text;
    private byte[] head = new byte[0];
    private boolean read;

    public PlainHead(Bytes file, PlainText text) {
        this.file = file;
        this.text = text;
    }

    @Override
    public String name() {
        return file.name();
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
            try (InputStream in = text.of(file.name(), file.open(0, file.size()), Long.MAX_VALUE)) {
                head = in.readNBytes(LENGTH);
            }
            read = true;
        }
        return head;
    }
}
