package io.caravan.format;

import java.io.IOException;
import java.util.List;

/** A JSONL file's rows from some record on. */
final class JsonlRows implements Rows {
    private final JsonlScanner scanner;
    private final JsonlColumns columns;
    private final JsonlRow row;

    JsonlRows(JsonlScanner scanner, List<String> names) {
        this.scanner = scanner;
        columns = new JsonlColumns(names);
        row = new JsonlRow(scanner, columns, names.size());
    }

    @Override
    public boolean next() throws IOException {
        if (!scanner.next()) {
            return false;
        }
        columns.locate(scanner);
        return true;
    }

    @Override
    public JsonlRow row() {
        return row;
    }

    /** Where in the file the current row starts. */
    long position() {
        return scanner.position();
    }

    @Override
    public void close() throws IOException {
        scanner.close();
    }
}
