package io.caravan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.caravan.format.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What files hold, whatever their order and the way they write it: two contenders that did the same have the same.
 *
 * @param sum of the hashes of all records
 */
record Content(long records, long sum) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The records of JSONL files. */
    static Content ofLines(List<Path> files) throws IOException {
        long records = 0;
        long sum = 0;
        for (Path file : files) {
            try (var lines = new Lines(Files.newInputStream(file))) {
                while (lines.next()) {
                    JsonNode line = JSON.readTree(lines.bytes(), lines.from(), lines.length());
                    records++;
                    sum += mixed(line.hashCode());
                }
            }
        }
        return new Content(records, sum);
    }

    /** The rows of CSV files, of which the first begins with a header. */
    static Content ofRows(List<Path> files) throws IOException {
        long records = -1;
        long sum = 0;
        for (Path file : files) {
            try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(file)) {
                for (CsvRecord row : rows) {
                    records++;
                    sum += mixed(row.getFields().hashCode());
                }
            }
        }
        return new Content(records, sum);
    }

    private static long mixed(int hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }
}
