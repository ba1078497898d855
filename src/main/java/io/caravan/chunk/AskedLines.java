package io.caravan.chunk;

import io.caravan.family.Ask;
import io.caravan.family.Family;
import io.caravan.family.Request;
import io.caravan.format.Buffer;
import io.caravan.format.Row;
import io.caravan.format.RowCheck;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Lines of requests: each ask is compiled once. Not thread-safe. */
final class AskedLines {
    private static final int MOST = 1000;

    private final Family family;
    private final List<String> columns;
    private final Optional<Images> images;
    private final Unsent unsent;
    private final Line record;
    private final IdentityHashMap<Ask, LineTemplate> compiled = new IdentityHashMap<>();

    /**
     * @param columns the data set's
     * @param images what rows may name, where their column is one of images
     * @param unsent is told of rows whose image cannot be sent
     */
    AskedLines(Family family, List<String> columns, Optional<Images> images, Unsent unsent) {
        this.family = family;
        this.columns = columns;
        this.images = images;
        this.unsent = unsent;
        record = new RecordLine(columns.indexOf(RowCheck.MODEL_INPUT));
    }

    /** Appends the line of a row, if one is to be sent of it. */
    boolean append(Request request, Row row, long number, Buffer out) throws IOException {
        return switch (request) {
            case Request.Asked asked -> append(asked.ask(), row, number, out);
            case Request.AsItIs asItIs -> {
                record.append(row, number, out);
                yield true;
            }
            // The collector asks the same, and says so in the result.
            case Request.Nothing nothing -> false;
        };
    }

    private boolean append(Ask ask, Row row, long number, Buffer out) throws IOException {
        if (images.isEmpty()) {
            line(ask).append(row, number, out);
            return true;
        }
        Images named = images.get();
        int column = columns.indexOf(named.column().column());
        return switch (named.named(row.has(column) ? row.text(column) : "")) {
            case Image.Fit image -> {
                int before = out.length();
                line(ask).append(row, number, image, out);
                yield fits(number, before, out);
            }
            case Image.Unfit unfit -> {
                unsent.note(number, unfit.reason());
                yield false;
            }
        };
    }

    /** Takes back what would be more than Bedrock takes, and than could be read to be sent again. */
    private boolean fits(long number, int before, Buffer out) throws IOException {
        int bytes = out.length() - before;
        if (bytes <= RowCheck.MOST_BYTES) {
            return true;
        }
        out.truncate(before);
        unsent.note(
                number,
                "with its image the request has " + bytes + " bytes, at most " + RowCheck.MOST_BYTES + " can be sent");
        return false;
    }

    private LineTemplate line(Ask ask) {
        if (compiled.size() >= MOST) {
            compiled.clear(); // parameters of rows may make any number of asks
        }
        return compiled.computeIfAbsent(ask, asked -> LineTemplate.compile(family.body(asked), columns));
    }
}
