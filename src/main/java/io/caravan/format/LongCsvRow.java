package io.caravan.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.parquet.io.api.RecordConsumer;

/** A record too long to be sent. Its bytes go from file to result without ever being held. */
final class LongCsvRow implements Row {
    private final Bytes file;
    private final LongRecord record;
    private final int limit;

    LongCsvRow(Bytes file, LongRecord record, int limit) {
        this.file = file;
        this.record = record;
        this.limit = limit;
    }

    @Override
    public Optional<String> problem() {
        return Optional.of(String.format(
                "the row at byte %d of %s has %d bytes; rows of up to %d can be sent",
                record.position(), file.name(), record.end() - record.position(), limit));
    }

    @Override
    public boolean has(int column) {
        return record.values()
                .get(column)
                .filter(value -> Utf8.valid(value, 0, value.length))
                .isPresent();
    }

    @Override
    public void jsonText(int column, Buffer out) {
        record.values().get(column).ifPresent(value -> CsvField.json(value, 0, value.length, out));
    }

    @Override
    public long jsonBytes(int column) {
        return record.values()
                .get(column)
                .map(value -> Json.size(value, 0, value.length))
                .orElse(0L);
    }

    @Override
    public void jsonValue(int column, Buffer out) {
        if (has(column)) {
            out.append((byte) '"');
            jsonText(column, out);
            out.append((byte) '"');
        } else {
            out.append(Json.NULL);
        }
    }

    @Override
    public void csv(OutputStream out, char separator) throws IOException {
        try (InputStream in = file.open(record.position(), record.end())) {
            in.transferTo(out);
        }
    }

    @Override
    public void parquet(int column, String name, RecordConsumer out) {
        if (has(column)) {
            ParquetFields.text(name, column, text(column), out);
        }
    }

    @Override
    public String text(int column) {
        return record.values()
                .get(column)
                .map(value -> CsvField.text(value, 0, value.length))
                .orElse("");
    }
}
