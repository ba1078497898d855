package io.caravan.chaos.check;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A CSV file as another reader than the service's reads it. */
record Table(List<String> columns, List<List<String>> rows) {

    static Table read(byte[] bytes) throws IOException {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(new String(bytes, StandardCharsets.UTF_8))) {
            List<List<String>> lines = reader.stream()
                    .map(record -> List.copyOf(record.getFields()))
                    .toList();
            if (lines.isEmpty()) {
                throw new IOException("a CSV file without a header");
            }
            return new Table(lines.getFirst(), lines.subList(1, lines.size()));
        }
    }

    /** The position of a column. */
    int column(String name) {
        int at = columns.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("there is no column '" + name + "' among " + columns);
        }
        return at;
    }
}
