package io.caravan.format;

import io.caravan.model.Answer;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;

/** Writes one part of a result: every input column unchanged, then what the model answered. Not thread-safe. */
public interface PartWriter extends Closeable, Flushable {
    /** Adds a row. {@code recordId} is the id it was sent under. */
    void row(Row row, String recordId, Answer answer) throws IOException;
}
