package io.caravan.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A CSV file's rows from some record on. */
final class CsvRows implements Rows {
    private final Bytes file;
    private final CsvScanner scanner;
    private final int limit;
    private final Row usual;
    private Row row;

    CsvRows(Bytes file, List<String> columns, CsvScanner scanner, int limit) {
        this.file = file;
        this.scanner = scanner;
        this.limit = limit;
        usual = new CsvRow(file.name(), columns, scanner);
        row = usual;
    }

    @Override
    public boolean next() throws IOException {
        if (!scanner.next()) {
            return false;
        }
        Optional<LongRecord> tooLong = scanner.tooLong();
        row = tooLong.isPresent() ? new LongCsvRow(file, tooLong.get(), limit) : usual;
        return true;
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        scanner.close();
    }
}
