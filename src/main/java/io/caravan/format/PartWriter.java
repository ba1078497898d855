package io.caravan.format;

import io.caravan.model.Answer;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** Writes one part of a result: every input column unchanged, then what the model answered. Not thread-safe. */
public interface PartWriter extends Closeable {
    /**
     * Adds a row.
     *
     * @param recordId the id it was sent under
     * @param cost US dollars for its last attempt; empty where the price or the tokens are not known
     */
    void row(Row row, String recordId, Answer answer, Optional<BigDecimal> cost) throws IOException;

    /** Writes what is still held, and the part's end; nothing can be added any more. The stream stays open. */
    void finish() throws IOException;
}
