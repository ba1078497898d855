package io.caravan.chunk;

import io.caravan.family.Ask;
import io.caravan.family.Family;
import io.caravan.family.Request;
import io.caravan.format.Buffer;
import io.caravan.format.Row;
import io.caravan.format.RowCheck;
import java.util.IdentityHashMap;
import java.util.List;

/** Lines of requests: each ask is compiled once. Not thread-safe. */
final class AskedLines {
    private static final int MOST = 1000;

    private final Family family;
    private final List<String> columns;
    private final Line record;
    private final IdentityHashMap<Ask, Line> compiled = new IdentityHashMap<>();

    /** @param columns the data set's */
    AskedLines(Family family, List<String> columns) {
        this.family = family;
        this.columns = columns;
        record = new RecordLine(columns.indexOf(RowCheck.MODEL_INPUT));
    }

    /** Appends the line of a row, if one is to be sent of it. */
    boolean append(Request request, Row row, long number, Buffer out) {
        return switch (request) {
            case Request.Asked asked -> {
                line(asked.ask()).append(row, number, out);
                yield true;
            }
            case Request.AsItIs record -> {
                this.record.append(row, number, out);
                yield true;
            }
            // The collector asks the same, and says so in the result.
            case Request.Nothing nothing -> false;
        };
    }

    private Line line(Ask ask) {
        if (compiled.size() >= MOST) {
            compiled.clear(); // parameters of rows may make any number of asks
        }
        return compiled.computeIfAbsent(ask, asked -> LineTemplate.compile(family.body(asked), columns));
    }
}
