package io.caravan.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.parquet.io.api.RecordConsumer;

/** One row of a data set, as views on its bytes. Columns are counted from 0. */
public interface Row {
    /**
     * Why this row cannot be sent, for example bytes that are not UTF-8 or a value beyond the size limit; empty for a
     * good row. Its columns can be copied all the same.
     */
    Optional<String> problem();

    /**
     * Whether the row has a value here that can be given as text: always, but for a value that is too large to be held
     * or not UTF-8, or a JSON line that lacks the name. {@link #csv} copies such a value all the same.
     */
    boolean has(int column);

    /** Appends a column's text as the inside of a JSON string (escaped, without quotes), exactly as in the file. */
    void jsonText(int column, Buffer out);

    /** How many bytes {@link #jsonText} appends, at most; of a row without a problem. */
    long jsonBytes(int column);

    /** Appends a column as a JSON value: a string for CSV, what the file says for typed formats. */
    void jsonValue(int column, Buffer out);

    /**
     * Writes the whole row as one CSV record without a line end: the file's own bytes where it is CSV, which has that
     * separator. A stream rather than a buffer: a row may be larger than memory.
     */
    void csv(OutputStream out, char separator) throws IOException;

    /**
     * Writes a column as a field of a Parquet record, of the type that {@link Table#types} gives; a value that is null
     * or cannot be given as text is left out.
     *
     * @param name the field's, whose number is the column's
     */
    void parquet(int column, String name, RecordConsumer out);

    /** A column's text. */
    String text(int column);
}
