package io.caravan.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.io.api.RecordConsumer;

/** The record that a scanner stands on. */
final class CsvRow implements Row {
    private final String file;
    private final List<String> columns;
    private final CsvScanner scanner;

    CsvRow(String file, List<String> columns, CsvScanner scanner) {
        this.file = file;
        this.columns = columns;
        this.scanner = scanner;
    }

    @Override
    public Optional<String> problem() {
        int fault = Utf8.fault(scanner.array(), scanner.start(), scanner.end());
        return fault == scanner.end() ? Optional.empty() : Optional.of(notUtf8(fault));
    }

    private String notUtf8(int fault) {
        int column = 0;
        while (fault > scanner.fieldEnd(column)) {
            column++;
        }
        return String.format(
                "column '%s' is not UTF-8: byte 0x%02X at byte %d of %s; " + CsvHeader.MEND_UTF8,
                columns.get(column),
                scanner.array()[fault],
                scanner.position() + (fault - scanner.start()),
                file,
                "windows-1252");
    }

    @Override
    public boolean has(int column) {
        return Utf8.valid(scanner.array(), scanner.fieldStart(column), scanner.fieldEnd(column));
    }

    @Override
    public void jsonText(int column, Buffer out) {
        CsvField.json(scanner.array(), scanner.fieldStart(column), scanner.fieldEnd(column), out);
    }

    @Override
    public long jsonBytes(int column) {
        return Json.size(scanner.array(), scanner.fieldStart(column), scanner.fieldEnd(column));
    }

    @Override
    public void jsonValue(int column, Buffer out) {
        out.append((byte) '"');
        jsonText(column, out);
        out.append((byte) '"');
    }

    @Override
    public void csv(OutputStream out, char separator) throws IOException {
        out.write(scanner.array(), scanner.start(), scanner.end() - scanner.start());
    }

    @Override
    public void parquet(int column, String name, RecordConsumer out) {
        int from = scanner.fieldStart(column);
        int to = scanner.fieldEnd(column);
        if (!has(column)) {
            return;
        }
        if (CsvField.quoted(scanner.array(), from, to)) {
            ParquetFields.text(name, column, text(column), out);
        } else {
            ParquetFields.text(name, column, scanner.array(), from, to, out);
        }
    }

    @Override
    public String text(int column) {
        return CsvField.text(scanner.array(), scanner.fieldStart(column), scanner.fieldEnd(column));
    }
}
