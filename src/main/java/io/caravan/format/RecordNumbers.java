package io.caravan.format;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * Which record each row asks, by its number from 1: 8 bytes for each row, in their order. A row is the first to ask a
 * record when its number is larger than all before. Not thread-safe.
 */
public final class RecordNumbers implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final DataInputStream in;

    private RecordNumbers(DataInputStream in) {
        this.in = in;
    }

    /** Reads them from a row (from 0) on. */
    public static RecordNumbers from(Bytes list, long row) throws IOException {
        return new RecordNumbers(
                new DataInputStream(new BufferedInputStream(list.open(row * Long.BYTES, list.size()), BUFFER)));
    }

    public long next() throws IOException {
        return in.readLong();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
