package io.caravan.format;

import io.caravan.model.Answer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A result part as JSON lines: what there is nothing to say of is null. */
final class JsonlPart implements PartWriter {
    private final OutputStream out;
    private final int columns;
    private final AnswerColumns answers;
    /** Each name as {@code "name":}, the data set's before those added. */
    private final List<byte[]> keys;

    private final Buffer line = new Buffer(8 * 1024);
    private int key;

    JsonlPart(OutputStream out, List<String> columns, AnswerColumns answers) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.columns = columns.size();
        this.answers = answers;
        var names = new ArrayList<>(columns);
        names.addAll(ResultColumns.ofResult(columns, answers));
        keys = names.stream().map(Json::key).toList();
    }

    @Override
    public void row(Row row, String recordId, Answer answer, Optional<BigDecimal> cost) throws IOException {
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
        Outcome outcome = Outcome.of(answer);
        text(recordId);
        response(outcome.response());
        for (int i = 0; i < answers.properties().size(); i++) {
            raw(outcome.value(i));
        }
        text(outcome.status());
        text(outcome.error());
        text(outcome.stopReason());
        number(outcome.tokens().input());
        number(outcome.tokens().output());
        raw(cost.map(Outcome::plain).orElse(""));
        line.append("}\n");
        line.writeTo(out);
    }

    /** An answer may be empty and is an answer all the same. */
    private void response(Optional<String> said) {
        if (said.isEmpty() || answers.embeds()) {
            raw(said.orElse(""));
        } else {
            key();
            Json.string(said.get(), line);
        }
    }

    /** JSON as it is. */
    private void raw(String json) {
        key();
        if (json.isEmpty()) {
            line.append(Json.NULL);
        } else {
            line.append(json);
        }
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
