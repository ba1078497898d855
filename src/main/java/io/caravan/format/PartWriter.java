package io.caravan.format;

import io.caravan.model.Answer;
import java.io.Closeable;
import java.io.IOException;

/** Writes one part of a result: every input column unchanged, then what the model answered. Not thread-safe. */
public interface PartWriter extends Closeable {
    /** Adds a row. {@code recordId} is the id it was sent under. */
    void row(Row row, String recordId, Answer answer) throws IOException;

    /** Writes what is still held, and the part's end; nothing can be added any more. The stream stays open. */
    void finish() throws IOException;
}
