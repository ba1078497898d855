package io.caravan.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.parquet.io.api.RecordConsumer;

/** The record that a scanner stands on. Texts are decoded; all other values are text as they are written. */
final class JsonlRow implements Row {
    private final JsonlScanner scanner;
    private final JsonlColumns columns;
    private final int width;
    private final Buffer line = new Buffer(1024);

    JsonlRow(JsonlScanner scanner, JsonlColumns columns, int width) {
        this.scanner = scanner;
        this.columns = columns;
        this.width = width;
    }

    @Override
    public Optional<String> problem() {
        return scanner.problem();
    }

    @Override
    public boolean has(int column) {
        return columns.has(column) && !scanner.isLarge(columns.member(column));
    }

    @Override
    public void jsonText(int column, Buffer out) {
        if (isNull(column)) {
            return;
        }
        int from = from(column);
        int to = to(column);
        if (isText(column)) {
            out.append(scanner.array(), from + 1, to - from - 2); // escaped as it should be
        } else {
            out.json(scanner.array(), from, to - from);
        }
    }

    @Override
    public long jsonBytes(int column) {
        if (isNull(column)) {
            return 0;
        }
        int from = from(column);
        int to = to(column);
        return isText(column) ? to - from - 2 : Json.size(scanner.array(), from, to);
    }

    @Override
    public void jsonValue(int column, Buffer out) {
        if (has(column)) {
            out.append(scanner.array(), from(column), to(column) - from(column));
        } else {
            out.append(Json.NULL);
        }
    }

    @Override
    public void csv(OutputStream out, char separator) throws IOException {
        line.clear();
        for (int column = 0; column < width; column++) {
            if (column > 0) {
                line.append((byte) separator);
            }
            if (isNull(column)) {
                continue;
            }
            int from = from(column);
            int to = to(column);
            if (!isText(column)) {
                CsvField.write(scanner.array(), from, to, separator, line);
            } else if (JsonText.plain(scanner.array(), from + 1, to - 1)) {
                CsvField.write(scanner.array(), from + 1, to - 1, separator, line);
            } else {
                CsvField.write(JsonText.of(scanner.array(), from + 1, to - 1), separator, line);
            }
        }
        line.writeTo(out);
    }

    @Override
    public void parquet(int column, String name, RecordConsumer out) {
        if (isNull(column)) {
            return;
        }
        int quote = isText(column) ? 1 : 0;
        int from = from(column) + quote;
        int to = to(column) - quote;
        if (quote == 0 || JsonText.plain(scanner.array(), from, to)) {
            ParquetFields.text(name, column, scanner.array(), from, to, out);
        } else {
            ParquetFields.text(name, column, JsonText.of(scanner.array(), from, to), out);
        }
    }

    @Override
    public String text(int column) {
        if (isNull(column)) {
            return "";
        }
        int from = from(column);
        int to = to(column);
        return isText(column)
                ? JsonText.of(scanner.array(), from + 1, to - 1)
                : new String(scanner.array(), from, to - from, StandardCharsets.UTF_8);
    }

    /** How many bytes all values take as escaped JSON text; none when they are too long to be sent. */
    long jsonBytes() {
        if (problem().isPresent()) {
            return 0;
        }
        long size = 0;
        for (int column = 0; column < width; column++) {
            size += jsonBytes(column);
        }
        return size;
    }

    /** Null, or not there: either has no text. */
    private boolean isNull(int column) {
        return !has(column) || scanner.array()[from(column)] == 'n';
    }

    private boolean isText(int column) {
        return scanner.array()[from(column)] == '"';
    }

    private int from(int column) {
        return scanner.line().valueStart(columns.member(column));
    }

    private int to(int column) {
        return scanner.line().valueEnd(columns.member(column));
    }
}
