package io.caravan.format;

import java.util.Optional;

/** One row of a data set, as views on its bytes. Columns are counted from 0. */
public interface Row {
    /**
     * Why this row cannot be sent, for example bytes that are not UTF-8 or a value beyond the size limit; empty for a
     * good row. Its columns can be copied all the same.
     */
    Optional<String> problem();

    /** Appends a column's text as the inside of a JSON string (escaped, without quotes), exactly as in the file. */
    void jsonText(int column, Buffer out);

    /** Appends a column as a JSON value: a string for CSV, what the file says for typed formats. */
    void jsonValue(int column, Buffer out);

    /** Appends the whole row as one CSV record without a line end: the file's own bytes where it is CSV. */
    void csv(Buffer out);

    /** A column's text. */
    String text(int column);
}
