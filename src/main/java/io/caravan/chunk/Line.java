package io.caravan.chunk;

import io.caravan.format.Buffer;
import io.caravan.format.Row;

/** How a row becomes a line of a job's input. */
interface Line {
    /** Appends the line of one row. */
    void append(Row row, long number, Buffer out);
}
