package io.caravan.collect;

import java.util.Arrays;

/** The rows that are looked for in a job's output, each with a place of its own. */
sealed interface Places {

    int size();

    /** The place of a row, from 0; negative when it is not looked for. */
    int of(long row);

    /** {@code size} rows from {@code first} on. */
    record Range(long first, int size) implements Places {
        @Override
        public int of(long row) {
            long place = row - first;
            return place >= 0 && place < size ? (int) place : -1;
        }
    }

    /** Some rows, in ascending order. */
    final class Listed implements Places {
        private final long[] rows;

        Listed(long[] rows) {
            this.rows = rows;
        }

        @Override
        public int size() {
            return rows.length;
        }

        @Override
        public int of(long row) {
            return Arrays.binarySearch(rows, row);
        }
    }
}
