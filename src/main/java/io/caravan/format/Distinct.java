package io.caravan.format;

import io.caravan.model.Slice;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.schema.Type;

/** The rows of a data set but for those that ask what an earlier one asks: each is a record to be sent. */
final class Distinct implements Table {
    private final Table data;
    private final Bytes numbers;

    /** @param numbers of the records that the rows ask, as {@link RecordNumbers} reads them */
    Distinct(Table data, Bytes numbers) {
        this.data = data;
        this.numbers = numbers;
    }

    @Override
    public List<String> columns() {
        return data.columns();
    }

    @Override
    public List<Type> types() {
        return data.types();
    }

    /** A slice begins with a record, and has as many of them as it says. */
    @Override
    public Rows rows(Slice slice) throws IOException {
        long rest = numbers.size() / Long.BYTES - slice.first();
        Rows rows = data.rows(new Slice(slice.first(), slice.file(), slice.position(), slice.skip(), rest));
        try {
            return new Firsts(rows, RecordNumbers.from(numbers, slice.first()), slice.records());
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    private static final class Firsts implements Rows {
        private final Rows rows;
        private final RecordNumbers numbers;
        private long left;
        private long last;

        Firsts(Rows rows, RecordNumbers numbers, long records) {
            this.rows = rows;
            this.numbers = numbers;
            this.left = records;
        }

        @Override
        public boolean next() throws IOException {
            while (left > 0 && rows.next()) {
                long number = numbers.next();
                if (number > last) {
                    last = number;
                    left--;
                    return true;
                }
            }
            return false;
        }

        @Override
        public Row row() {
            return rows.row();
        }

        @Override
        public void close() throws IOException {
            try (rows) {
                numbers.close();
            }
        }
    }
}
