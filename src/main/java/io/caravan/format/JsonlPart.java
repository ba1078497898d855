package io.caravan.format;

import io.caravan.model.Answer;
import io.caravan.model.Tokens;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A result part as JSON lines: what there is nothing to say of is null. */
final class JsonlPart implements PartWriter {
    private final OutputStream out;
    private final int columns;
    /** Each name as {@code "name":}, the data set's before those added. */
    private final List<byte[]> keys;

    private final Buffer line = new Buffer(8 * 1024);
    private int key;

    JsonlPart(OutputStream out, List<String> columns, boolean embeds) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.columns = columns.size();
        var names = new ArrayList<>(columns);
        names.addAll(ResultColumns.ofResult(columns, embeds));
        keys = names.stream().map(Json::key).toList();
    }

    @Override
    public void row(Row row, String recordId, Answer answer) throws IOException {
        key = 0;
        line.clear();
        for (int column = 0; column < columns; column++) {
            key();
            if (row.has(column)) {
                row.jsonValue(column, line);
            } else {
                line.append(Json.NULL);
            }
        }
        text(recordId);
        switch (answer) {
            case Answer.Text text -> {
                key();
                Json.string(text.text(), line);
                outcome(answer, "", text.stopReason(), text.tokens());
            }
            case Answer.Embedding embedding -> {
                key();
                line.append(embedding.vector());
                outcome(answer, "", "", embedding.tokens());
            }
            case Answer.Failed failed -> {
                text("");
                String error = failed.errorClass().word() + ": " + failed.message();
                outcome(answer, error, failed.stopReason(), failed.tokens());
            }
            case Answer.Skipped skipped -> {
                text("");
                outcome(answer, answer.status() + ": " + skipped.reason(), "", Tokens.UNKNOWN);
            }
        }
        line.append("}\n");
        line.writeTo(out);
    }

    private void outcome(Answer answer, String error, String stopReason, Tokens tokens) {
        text(answer.status());
        text(error);
        text(stopReason);
        number(tokens.input());
        number(tokens.output());
    }

    private void text(String value) {
        key();
        if (value.isEmpty()) {
            line.append(Json.NULL);
        } else {
            Json.string(value, line);
        }
    }

    private void number(OptionalLong value) {
        key();
        if (value.isPresent()) {
            line.append(value.getAsLong());
        } else {
            line.append(Json.NULL);
        }
    }

    private void key() {
        line.append((byte) (key == 0 ? '{' : ','));
        line.append(keys.get(key++));
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
