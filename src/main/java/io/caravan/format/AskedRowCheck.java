package io.caravan.format;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Whether a row has what a prompt needs, not more than a request takes, and nothing that the model's family objects to. */
final class AskedRowCheck implements RowCheck {
    private final List<String> columns;
    private final Function<UnaryOperator<String>, Optional<String>> objection;
    /** The columns that are sent, and how often each of them is. */
    private final int[] sent;

    private final int[] times;

    AskedRowCheck(
            List<String> columns,
            Collection<String> uses,
            Function<UnaryOperator<String>, Optional<String>> objection) {
        this.columns = List.copyOf(columns);
        this.objection = objection;
        sent = IntStream.range(0, columns.size())
                .filter(column -> uses.contains(columns.get(column)))
                .toArray();
        times = IntStream.of(sent)
                .map(column -> Collections.frequency(uses, columns.get(column)))
                .toArray();
    }

    @Override
    public Optional<String> problem(Row row) {
        Optional<String> problem = row.problem();
        if (problem.isPresent()) {
            return problem;
        }
        long bytes = 0;
        for (int i = 0; i < sent.length; i++) {
            if (!row.has(sent[i])) {
                return Optional.of(
                        "column '" + columns.get(sent[i]) + "', which the prompt needs, has no value in this row");
            }
            bytes += times[i] * row.jsonBytes(sent[i]);
        }
        return bytes > MOST_BYTES
                ? Optional.of("the values in this row's request have up to " + bytes + " bytes as JSON, at most "
                        + MOST_BYTES + " can be sent; shorten them, or use them less often in the prompt")
                : objection.apply(column -> row.text(columns.indexOf(column)));
    }
}
