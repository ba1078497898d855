package io.caravan.format;

import io.caravan.model.Slice;
import java.util.List;

/** The indexes of several files, one behind the other. */
final class FilesIndex implements RecordIndex {
    private final List<RecordIndex> files;
    private final long records;
    private final long bytes;

    FilesIndex(List<RecordIndex> files) {
        this.files = List.copyOf(files);
        records = files.stream().mapToLong(RecordIndex::records).sum();
        bytes = files.stream().mapToLong(RecordIndex::bytes).sum();
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
        int file = 0;
        long before = 0;
        while (first >= before + files.get(file).records()) {
            before += files.get(file++).records();
        }
        Slice start = files.get(file).slice(first - before, 1);
        return new Slice(first, file, start.position(), start.skip(), count);
    }

    @Override
    public long jsonBytes(long first, long count) {
        RecordIndex.check(first, count, records);
        long sum = 0;
        long before = 0;
        for (RecordIndex file : files) {
            long from = Math.max(first, before) - before;
            long to = Math.min(first + count, before + file.records()) - before;
            if (from < to) {
                sum += file.jsonBytes(from, to - from);
            }
            before += file.records();
        }
        return sum;
    }
}
