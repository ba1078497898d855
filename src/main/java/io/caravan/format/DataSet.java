package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.util.function.LongConsumer;

/** A data set opened for planning, chunking and collecting: one or more files with the same columns. Thread-safe. */
public interface DataSet extends Table {
    /**
     * Looks at all files for columns that have other types than in the first, as no Parquet result could hold them.
     *
     * @throws BrokenData naming the two files and the column
     */
    void checkTypes() throws IOException;

    /** Whether its rows are records already: JSON lines with a {@code modelInput} of their own. */
    boolean holdsRecords();

    /** Whether there is no record at all; reads no further than the first one. */
    boolean isEmpty() throws IOException;

    /**
     * Scans all files once: how many records there are, where they stand and how large they get as JSON.
     *
     * @param progress is told, now and then, how many bytes have been read so far in all
     * @throws BrokenData naming file and line of the first record that is not well-formed
     */
    RecordIndex index(LongConsumer progress) throws IOException;
}
