package io.caravan.format;

import io.caravan.model.Slice;

/** Where the records of a data set stand: enough to cut exact slices anywhere, in memory that does not grow with it. */
public interface RecordIndex {
    /** Records in all. */
    long records();

    /** Bytes in all files. */
    long bytes();

    /** Where {@code count} records from record {@code first} (0-based) stand. */
    Slice slice(long first, long count);

    /**
     * An upper bound of the bytes that the values of all columns of these records take as escaped JSON text. Exact to
     * the index's marks, so it may include some neighbours.
     */
    long jsonBytes(long first, long count);
}
