package io.caravan.format;

import io.caravan.model.Slice;
import java.io.IOException;

/**
 * Where the records of a data set stand that are sent once, however many of its rows ask them.
 *
 * @param rows the index of the data set
 * @param ranks which of its rows are the first to ask a record
 * @param sizes of the records
 */
public record DistinctIndex(RecordIndex rows, Ranks ranks, RecordIndex sizes) implements RecordIndex {

    /** Tells the size of one row after the other. */
    @FunctionalInterface
    public interface Sizes {
        long next() throws IOException;
    }

    /**
     * The index of the first {@code count} rows.
     *
     * @param sizes how many bytes the values of all columns of each row take as escaped JSON text, at most
     */
    public static RecordIndex of(RecordIndex rows, Ranks ranks, long count, Sizes sizes) throws IOException {
        var marks = new Marks(Marks.MOST);
        for (long row = 0; row < count; row++) {
            long size = sizes.next();
            if (ranks.first(row)) {
                marks.add(row, size);
            }
        }
        return new DistinctIndex(rows, ranks, marks.index(rows.bytes()));
    }

    @Override
    public long records() {
        return sizes.records();
    }

    @Override
    public long bytes() {
        return rows.bytes();
    }

    @Override
    public Slice slice(long first, long count) {
        RecordIndex.check(first, count, records());
        long row = ranks.row(first);
        Slice start = rows.slice(row, 1);
        return new Slice(row, start.file(), start.position(), start.skip(), count);
    }

    @Override
    public long jsonBytes(long first, long count) {
        return sizes.jsonBytes(first, count);
    }
}
