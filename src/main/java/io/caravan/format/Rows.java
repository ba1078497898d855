package io.caravan.format;

import java.io.Closeable;
import java.io.IOException;

/** The rows of a slice, one after the other, in bounded memory. Not thread-safe. */
public interface Rows extends Closeable {
    /** Moves to the next row; false after the slice's last one. */
    boolean next() throws IOException;

    /** The current row, valid until {@link #next}: ask again for each row, it need not be another object. */
    Row row();
}
