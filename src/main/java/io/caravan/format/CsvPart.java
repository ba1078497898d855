package io.caravan.format;

import io.caravan.model.Answer;
import io.caravan.model.Tokens;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A result part as CSV. */
final class CsvPart implements PartWriter {

    private final OutputStream out;
    private final char separator;
    private final Buffer line = new Buffer(8 * 1024);

    CsvPart(OutputStream out, char separator) {
        this.separator = separator;
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void header(List<String> columns, List<String> added) throws IOException {
        CsvField.write(columns.get(0), separator, line);
        columns.subList(1, columns.size()).forEach(this::add);
        added.forEach(this::add);
        end();
    }

    @Override
    public void row(Row row, String recordId, Answer answer) throws IOException {
        row.csv(out, separator);
        add(recordId);
        switch (answer) {
            case Answer.Text text -> {
                add(text.text());
                outcome(answer, "", text.stopReason(), text.tokens());
            }
            case Answer.Embedding embedding -> {
                add(embedding.vector());
                outcome(answer, "", "", embedding.tokens());
            }
            case Answer.Failed failed -> {
                add("");
                String error = failed.errorClass().word() + ": " + failed.message();
                outcome(answer, error, failed.stopReason(), failed.tokens());
            }
            case Answer.Skipped skipped -> {
                add("");
                outcome(answer, answer.status() + ": " + skipped.reason(), "", Tokens.UNKNOWN);
            }
        }
        end();
    }

    private void outcome(Answer answer, String error, String stopReason, Tokens tokens) {
        add(answer.status());
        add(error);
        add(stopReason);
        line.append((byte) separator);
        tokens.input().ifPresent(line::append);
        line.append((byte) separator);
        tokens.output().ifPresent(line::append);
    }

    private void add(String value) {
        line.append((byte) separator);
        CsvField.write(value, separator, line);
    }

    private void end() throws IOException {
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
