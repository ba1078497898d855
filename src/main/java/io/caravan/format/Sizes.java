package io.caravan.format;

/**
 * How much is held and asked for at once, in bytes.
 *
 * @param window what is read into memory at a time
 * @param record the longest record that is held whole, its line end included
 * @param range what one ranged read asks for; bounds how long a connection is kept
 */
record Sizes(int window, int record, long range) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** To read a file through. */
    static final Sizes USUAL = new Sizes(512 * KIB, 32 * MIB, 64L * MIB);
    /** To look at a file's beginning. */
    static final Sizes FIRST = new Sizes(64 * KIB, 32 * MIB, 64L * KIB);

    Sizes {
        if (window < 1 || record < 1 || range < 1) {
            throw new IllegalArgumentException("sizes are positive: " + window + ", " + record + ", " + range);
        }
    }
}
