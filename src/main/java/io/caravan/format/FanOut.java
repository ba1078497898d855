package io.caravan.format;

import io.caravan.model.Slice;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;

/**
 * A data set in which each row of another stands several times, once for each value of a column more. A record is a row
 * with one of the values; the records of a row follow each other.
 */
final class FanOut implements DataSet {
    private static final String COLUMN = "prompt_id";

    private final DataSet data;
    private final List<String> values;
    private final List<String> columns;

    FanOut(DataSet data, List<String> values) {
        this.data = data;
        this.values = List.copyOf(values);
        columns = Stream.concat(data.columns().stream(), ResultColumns.free(data.columns(), List.of(COLUMN)).stream())
                .toList();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public List<Type> types() {
        return Stream.concat(data.types().stream(), Stream.of(ParquetTypes.text(columns.getLast())))
                .toList();
    }

    @Override
    public void checkTypes() throws IOException {
        data.checkTypes();
    }

    @Override
    public boolean holdsRecords() {
        return data.holdsRecords();
    }

    @Override
    public boolean isEmpty() throws IOException {
        return data.isEmpty();
    }

    @Override
    public RecordIndex index(LongConsumer progress) throws IOException {
        return new Index(data.index(progress), values.size());
    }

    @Override
    public Rows rows(Slice slice) throws IOException {
        int times = values.size();
        long phase = slice.skip() % times;
        long records = Math.ceilDiv(phase + slice.records(), times);
        return new Repeating(
                data.rows(new Slice(
                        slice.first() / times, slice.file(), slice.position(), slice.skip() / times, records)),
                phase,
                slice.records());
    }

    /** A slice of it skips records, of which each row has several. */
    private record Index(RecordIndex rows, int times) implements RecordIndex {
        @Override
        public long records() {
            return rows.records() * times;
        }

        @Override
        public long bytes() {
            return rows.bytes();
        }

        @Override
        public Slice slice(long first, long count) {
            RecordIndex.check(first, count, records());
            Slice slice = rows.slice(first / times, span(first, count));
            return new Slice(first, slice.file(), slice.position(), slice.skip() * times + first % times, count);
        }

        @Override
        public long jsonBytes(long first, long count) {
            RecordIndex.check(first, count, records());
            return rows.jsonBytes(first / times, span(first, count)) * times;
        }

        private long span(long first, long count) {
            return (first + count - 1) / times - first / times + 1;
        }
    }

    private final class Repeating implements Rows {
        private final Rows rows;
        private final long phase;
        private final long records;
        private long read;

        Repeating(Rows rows, long phase, long records) {
            this.rows = rows;
            this.phase = phase;
            this.records = records;
        }

        @Override
        public boolean next() throws IOException {
            if (read == records) {
                return false;
            }
            if ((read == 0 || value(read) == 0) && !rows.next()) {
                return false;
            }
            read++;
            return true;
        }

        @Override
        public Row row() {
            return new With(rows.row(), columns.size() - 1, values.get(value(read - 1)));
        }

        private int value(long record) {
            return (int) ((phase + record) % values.size());
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    /** A row with a value more. */
    private record With(Row row, int column, String value) implements Row {
        @Override
        public Optional<String> problem() {
            return row.problem();
        }

        @Override
        public boolean has(int asked) {
            return asked == column || row.has(asked);
        }

        @Override
        public void jsonText(int asked, Buffer out) {
            if (asked == column) {
                out.json(value);
            } else {
                row.jsonText(asked, out);
            }
        }

        @Override
        public long jsonBytes(int asked) {
            return asked == column ? 6L * value.length() : row.jsonBytes(asked);
        }

        @Override
        public void jsonValue(int asked, Buffer out) {
            if (asked == column) {
                Json.string(value, out);
            } else {
                row.jsonValue(asked, out);
            }
        }

        @Override
        public void csv(OutputStream out, char separator) throws IOException {
            row.csv(out, separator);
            var field = new Buffer(value.length() + 2);
            field.append((byte) separator);
            CsvField.write(value, separator, field);
            field.writeTo(out);
        }

        @Override
        public void parquet(int asked, String name, RecordConsumer out) {
            if (asked == column) {
                ParquetFields.text(name, asked, value, out);
            } else {
                row.parquet(asked, name, out);
            }
        }

        @Override
        public String text(int asked) {
            return asked == column ? value : row.text(asked);
        }
    }
}
