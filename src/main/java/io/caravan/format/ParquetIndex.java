package io.caravan.format;

import io.caravan.model.Slice;

/**
 * The index of a Parquet file. A slice's position is a row group's number.
 *
 * @param before how many rows are before each row group, and before the file's end
 * @param stride how many rows lie between two of {@code jsonBefore}
 * @param jsonBefore bytes of JSON before every so many rows, and in all
 */
@SuppressWarnings("ArrayRecordComponent") // private to the package, and never compared
record ParquetIndex(long[] before, long bytes, long stride, long[] jsonBefore) implements RecordIndex {

    @Override
    public long records() {
        return before[before.length - 1];
    }

    @Override
    public Slice slice(long first, long count) {
        RecordIndex.check(first, count, records());
        int group = 0;
        while (first >= before[group + 1]) {
            group++;
        }
        return new Slice(first, 0, group, first - before[group], count);
    }

    @Override
    public long jsonBytes(long first, long count) {
        RecordIndex.check(first, count, records());
        int to = (int) Math.min(jsonBefore.length - 1, (first + count + stride - 1) / stride);
        return jsonBefore[to] - jsonBefore[(int) (first / stride)];
    }
}
