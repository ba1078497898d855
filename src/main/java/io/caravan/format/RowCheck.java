package io.caravan.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Why rows cannot be sent: for their own sake, or for what their values would do where they are sent to. The stage that
 * sends and the one that collects ask the same, so that a row left out by the one is skipped by the other.
 *
 * @param columns the data set's
 * @param needed those of them whose values are sent
 * @param objection what speaks against a row, of whose values it is given each by its column's name; asked of good rows
 *     only
 */
public record RowCheck(
        List<String> columns, Set<String> needed, Function<UnaryOperator<String>, Optional<String>> objection) {
    public RowCheck {
        columns = List.copyOf(columns);
        needed = Set.copyOf(needed);
    }

    /** Why this row cannot be sent; empty for a good one. */
    public Optional<String> problem(Row row) {
        Optional<String> problem = row.problem();
        if (problem.isPresent()) {
            return problem;
        }
        for (int column = 0; column < columns.size(); column++) {
            if (needed.contains(columns.get(column)) && !row.has(column)) {
                return Optional.of(
                        "column '" + columns.get(column) + "', which the prompt needs, has no value in this row");
            }
        }
        return objection.apply(column -> row.text(columns.indexOf(column)));
    }
}
