package io.caravan.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Whether a row has what a prompt needs, and nothing that the model's family objects to. */
record AskedRowCheck(
        List<String> columns, Set<String> needed, Function<UnaryOperator<String>, Optional<String>> objection)
        implements RowCheck {
    AskedRowCheck {
        columns = List.copyOf(columns);
        needed = Set.copyOf(needed);
    }

    @Override
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
