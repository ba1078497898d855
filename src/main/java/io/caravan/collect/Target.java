package io.caravan.collect;

import io.caravan.format.Row;
import io.caravan.model.Answer;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** Where joined rows go, in their order. Not thread-safe. */
interface Target extends Closeable {
    /**
     * Adds a row.
     *
     * @param record its number
     * @param cost US dollars for its last attempt; empty where the price or the tokens are not known
     */
    void row(Row row, long record, Answer answer, Optional<BigDecimal> cost) throws IOException;

    /** Makes it be there; closed before that, nothing that counts is. */
    void complete() throws IOException;
}
