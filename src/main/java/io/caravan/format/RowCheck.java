package io.caravan.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Why rows cannot be sent: for their own sake, or for what their values would do where they are sent to. The stage that
 * sends and the one that collects ask the same, so that a row left out by the one is skipped by the other. Not
 * thread-safe.
 */
@FunctionalInterface
public interface RowCheck {
    /** The column of a row that is a record already, which is sent as it is. */
    String MODEL_INPUT = "modelInput";

    /** Why this row cannot be sent; empty for a good one. */
    Optional<String> problem(Row row);

    /**
     * The check of a run's rows.
     *
     * @param columns the data set's
     * @param needed those of them whose values are put into a prompt; absent for rows that are records already
     * @param objection what speaks against a row, of whose values it is given each by its column's name; asked of good
     *     rows that are put into a prompt only
     */
    static RowCheck of(
            List<String> columns,
            Optional<Set<String>> needed,
            Function<UnaryOperator<String>, Optional<String>> objection) {
        return needed.<RowCheck>map(sent -> new AskedRowCheck(columns, sent, objection))
                .orElseGet(() -> new RecordCheck(columns.indexOf(MODEL_INPUT)));
    }
}
