package io.caravan.format;

import io.caravan.model.Answer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows without an answer, as JSON lines. */
final class ErrorsPart implements PartWriter {
    private final OutputStream out;
    /** Each name as {@code "name":}, the data set's before those added. */
    private final List<byte[]> keys;

    private final int columns;
    private final Buffer line = new Buffer(8 * 1024);

    ErrorsPart(OutputStream out, List<String> columns) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.columns = columns.size();
        var names = new ArrayList<>(columns);
        names.addAll(ResultColumns.ofErrors(columns));
        keys = names.stream().map(Json::key).toList();
    }

    @Override
    public void row(Row row, String recordId, Answer answer, Optional<BigDecimal> cost) throws IOException {
        switch (answer) {
            case Answer.Text ok -> {}
            case Answer.Structured ok -> {}
            case Answer.Embedding ok -> {}
            case Answer.Failed failed ->
                write(
                        row,
                        recordId,
                        answer,
                        failed.errorClass().word(),
                        failed.code(),
                        failed.message(),
                        failed.said());
            case Answer.Skipped skipped -> write(row, recordId, answer, answer.status(), "", skipped.reason(), "");
        }
    }

    private void write(
            Row row, String recordId, Answer answer, String errorClass, String code, String message, String said)
            throws IOException {
        line.append((byte) '{');
        for (int column = 0; column < columns; column++) {
            // Left out, not null: sent again, the row fails again rather than being asked with an empty value.
            if (row.has(column)) {
                line.append(keys.get(column));
                row.jsonValue(column, line);
                line.append((byte) ',');
            }
        }
        String[] added = {recordId, answer.status(), errorClass, code, message, said};
        int known = said.isEmpty() ? added.length - 1 : added.length;
        for (int i = 0; i < known; i++) {
            line.append(keys.get(columns + i));
            Json.string(added[i], line);
            line.append((byte) (i < known - 1 ? ',' : '}'));
        }
        line.append((byte) '\n');
        line.writeTo(out);
        line.clear();
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
