package io.caravan.format;

import io.caravan.model.Slice;

/**
 * Where the records of a data set stand: enough to cut exact slices anywhere, in memory that does not grow with it.
 * Immutable.
 */
public interface RecordIndex {
    /** Records in all. */
    long records();

    /** Bytes in all files. */
    long bytes();

    /** Where {@code count} records (1 at least) from record {@code first} (0-based) stand. */
    Slice slice(long first, long count);

    /**
     * An upper bound of the bytes that the values of all columns of these records take as escaped JSON text, each
     * column once. Exact to the index's marks, so it may include some neighbours. Rows that cannot be sent for their
     * length count nothing.
     */
    long jsonBytes(long first, long count);

    /** Refuses a range that reaches beyond the records. */
    static void check(long first, long count, long records) {
        if (first < 0 || count < 1 || first + count > records) {
            throw new IndexOutOfBoundsException(
                    "expected 1 to " + records + " records from 0, found " + count + " from " + first);
        }
    }
}
