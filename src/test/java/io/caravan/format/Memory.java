package io.caravan.format;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A file in memory that gives a few bytes a read, as a connection does, and counts what was read. */
public final class Memory implements Bytes {
    private final String name;
    private final byte[] bytes;
    private final int trickle;
    final AtomicLong read = new AtomicLong();

    public Memory(String name, byte[] bytes, int trickle) {
        this.name = name;
        this.bytes = bytes;
        this.trickle = trickle;
    }

    static Memory csv(String text) {
        return csv(text.getBytes(StandardCharsets.UTF_8));
    }

    static Memory csv(byte[] bytes) {
        return new Memory("s3://bucket/x.csv", bytes, Integer.MAX_VALUE);
    }

    static DataSet open(String text) throws java.io.IOException {
        return DataSets.open(List.of(csv(text)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open(long from, long to) {
        if (from < 0 || from > to || to > bytes.length) {
            throw new IllegalArgumentException(from + " to " + to + " of " + bytes.length);
        }
        return new ByteArrayInputStream(bytes, (int) from, (int) (to - from)) {
            @Override
            public synchronized int read(byte[] into, int offset, int count) {
                int got = super.read(into, offset, Math.min(count, trickle));
                read.addAndGet(Math.max(0, got));
                return got;
            }
        };
    }
}
