package io.caravan.format;

import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.parquet.schema.Type;

/** One file of a data set: what a format has to tell about it. Thread-safe. */
interface DataFile {
    String name();

    /** The columns' names in file order, one at least, no two alike. */
    List<String> columns();

    /** The columns as a Parquet result has them: their own types in a Parquet file, text in all others. */
    default List<Type> types() {
        return columns().stream().map(ParquetTypes::text).toList();
    }

    /** This file with these columns instead, if they are the same or its format lets a record leave out some. */
    default DataFile in(List<String> columns) {
        return this;
    }

    /** Whether its rows are records already, with a {@code modelInput} of their own. */
    default boolean holdsRecords() {
        return false;
    }

    /** Whether it has no record. */
    boolean isEmpty();

    /** Where reading starts to find the first record. */
    long first();

    /** Scans the file; {@code progress} is told how many of its bytes have been read. Slices name file 0. */
    RecordIndex index(LongConsumer progress) throws IOException;

    /** Reads all rows from {@code skip} records after a position that {@link #index} or {@link #first} gave. */
    Rows rows(long position, long skip) throws IOException;
}
