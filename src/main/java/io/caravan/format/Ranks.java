package io.caravan.format;

/**
 * Which rows of a data set ask something for the first time, and which records they are. It takes a bit for each row, and
 * some for finding the bits. Not thread-safe while {@link #repeat} is called.
 */
public final class Ranks {
    private static final int WORDS = 8;
    private static final long BLOCK = 64L * WORDS;

    private final long rows;
    /** A bit for each row that repeats an earlier one. */
    private final long[] repeats;
    /** Repeats before each block. */
    private final long[] before;

    private long counted;

    /** Of so many rows, none of which repeats another yet. */
    public Ranks(long rows) {
        this.rows = rows;
        int blocks = Math.toIntExact(rows / BLOCK + 1);
        repeats = new long[blocks * WORDS];
        before = new long[blocks + 1];
    }

    /** Says of a row (from 0) that it asks what an earlier one asks. */
    public void repeat(long row) {
        repeats[(int) (row >> 6)] |= 1L << row;
        counted = 0;
    }

    /** Whether a row (from 0) is the first to ask what it asks. */
    public boolean first(long row) {
        return (repeats[(int) (row >> 6)] & 1L << row) == 0;
    }

    /** How many of the rows before this one are the first to ask what they ask. */
    public long firsts(long row) {
        count();
        int word = (int) (row >> 6);
        long found = before[(int) (row / BLOCK)];
        for (int i = word / WORDS * WORDS; i < word; i++) {
            found += Long.bitCount(repeats[i]);
        }
        return row - found - Long.bitCount(repeats[word] & (1L << row) - 1);
    }

    /** The row (from 0) that is the first to ask record {@code record} (from 0); the number of rows where there is none. */
    public long row(long record) {
        count();
        int low = 0; // the last block before which there are no more firsts than records before this one
        int high = before.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (middle * BLOCK - before[middle] <= record) {
                low = middle;
            } else {
                high = middle;
            }
        }
        long row = low * BLOCK;
        for (long left = record - (row - before[low]); row < rows; row++) {
            if (first(row) && left-- == 0) {
                return row;
            }
        }
        return rows;
    }

    private void count() {
        if (counted == rows) {
            return;
        }
        for (int block = 0; block + 1 < before.length; block++) {
            before[block + 1] = before[block];
            for (int i = 0; i < WORDS; i++) {
                before[block + 1] += Long.bitCount(repeats[block * WORDS + i]);
            }
        }
        counted = rows;
    }
}
