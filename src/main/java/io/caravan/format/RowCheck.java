package io.caravan.format;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

    /**
     * The most bytes that the values in a request may have as JSON, as Bedrock takes no larger body. With what a prompt
     * may have beside them, a request's line is one that {@link Lines} holds.
     *
     * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html">InvokeModel</a>
     */
    int MOST_BYTES = 25_000_000;

    /** Why this row cannot be sent; empty for a good one. */
    Optional<String> problem(Row row);

    /**
     * The check of a run's rows.
     *
     * @param columns the data set's
     * @param sent those of them whose values are put into a prompt, each as often as it is; absent for rows that are
     *     records already
     * @param objection what speaks against a row, of whose values it is given each by its column's name; asked of good
     *     rows that are put into a prompt only
     */
    static RowCheck of(
            List<String> columns,
            Optional<? extends Collection<String>> sent,
            Function<UnaryOperator<String>, Optional<String>> objection) {
        return sent.<RowCheck>map(uses -> new AskedRowCheck(columns, uses, objection))
                .orElseGet(() -> new RecordCheck(columns.indexOf(MODEL_INPUT)));
    }
}
