package io.caravan.format;

import io.caravan.model.Answer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A result part as CSV. */
final class CsvPart implements PartWriter {

    private final OutputStream out;
    private final char separator;
    private final int properties;
    private final Buffer line = new Buffer(8 * 1024);

    /** @param properties how many properties the output schema has */
    CsvPart(OutputStream out, char separator, int properties) {
        this.separator = separator;
        this.properties = properties;
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void header(List<String> columns, List<String> added) throws IOException {
        CsvField.write(columns.get(0), separator, line);
        columns.subList(1, columns.size()).forEach(this::add);
        added.forEach(this::add);
        end();
    }

    @Override
    public void row(Row row, String recordId, Answer answer, Optional<BigDecimal> cost) throws IOException {
        Outcome outcome = Outcome.of(answer);
        row.csv(out, separator);
        add(recordId);
        add(outcome.response().orElse(""));
        for (int i = 0; i < properties; i++) {
            add(outcome.text(i));
        }
        add(outcome.status());
        add(outcome.error());
        add(outcome.stopReason());
        line.append((byte) separator);
        outcome.tokens().input().ifPresent(line::append);
        line.append((byte) separator);
        outcome.tokens().output().ifPresent(line::append);
        line.append((byte) separator);
        cost.map(Outcome::plain).ifPresent(line::append);
        end();
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
