package io.caravan.format;

import io.caravan.model.Slice;
import java.util.Arrays;

/**
 * Marks every so many records of a file while it is scanned. When they get too many every other one is dropped, so a
 * file of any size takes the same memory and a small one is marked at each record.
 */
final class Marks {
    /** 1 MiB of marks: of a 10 GB file one each 160 to 320 KB. */
    static final int MOST = 1 << 16;

    private final int most;
    private long[] positions = new long[16];
    private long[] jsonBefore = new long[16];
    private int marks;
    private long stride = 1;
    private long records;
    private long json;

    /** @param most how many marks are kept, an even number */
    Marks(int most) {
        this.most = most;
    }

    /** Adds the next record. */
    void add(long position, long jsonBytes) {
        if (records % stride == 0) {
            mark(position);
        }
        records++;
        json += jsonBytes;
    }

    private void mark(long position) {
        if (marks == most) {
            marks = most / 2;
            for (int i = 0; i < marks; i++) {
                positions[i] = positions[2 * i];
                jsonBefore[i] = jsonBefore[2 * i];
            }
            stride *= 2;
            if (records % stride != 0) {
                return;
            }
        }
        if (marks == positions.length) {
            positions = Arrays.copyOf(positions, Math.min(marks * 2, most));
            jsonBefore = Arrays.copyOf(jsonBefore, positions.length);
        }
        positions[marks] = position;
        jsonBefore[marks++] = json;
    }

    /** The index of what was added. */
    RecordIndex index(long bytes) {
        return new Index(
                Arrays.copyOf(positions, marks), Arrays.copyOf(jsonBefore, marks), stride, records, bytes, json);
    }

    private static final class Index implements RecordIndex {
        private final long[] positions;
        private final long[] jsonBefore;
        private final long stride;
        private final long records;
        private final long bytes;
        private final long json;

        Index(long[] positions, long[] jsonBefore, long stride, long records, long bytes, long json) {
            this.positions = positions;
            this.jsonBefore = jsonBefore;
            this.stride = stride;
            this.records = records;
            this.bytes = bytes;
            this.json = json;
        }

        @Override
        public long records() {
            return records;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public Slice slice(long first, long count) {
            RecordIndex.check(first, count, records);
            int mark = (int) (first / stride);
            return new Slice(first, 0, positions[mark], first % stride, count);
        }

        @Override
        public long jsonBytes(long first, long count) {
            RecordIndex.check(first, count, records);
            int from = (int) (first / stride);
            int to = Math.toIntExact((first + count + stride - 1) / stride);
            return (to < positions.length ? jsonBefore[to] : json) - jsonBefore[from];
        }
    }
}
