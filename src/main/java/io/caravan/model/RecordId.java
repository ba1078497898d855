package io.caravan.model;

/**
 * The {@code recordId} of a row: 11 alphanumerics, {@code r} and the row's number in the run, from 1. Padding, which is no
 * row, has {@code p} and a number of its own.
 */
public final class RecordId {
    /** Characters of an id. */
    public static final int LENGTH = 11;

    private static final int DIGITS = LENGTH - 1;

    private RecordId() {}

    /** For example {@code r0000000042} for row 42. */
    public static String of(long row) {
        return new String(bytes(row), java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** The same as ASCII. */
    public static byte[] bytes(long row) {
        return bytes('r', row);
    }

    /** The id of padding as ASCII, for example {@code p0000000042}. */
    public static byte[] padding(long number) {
        return bytes('p', number);
    }

    private static byte[] bytes(char kind, long number) {
        byte[] id = new byte[LENGTH];
        id[0] = (byte) kind;
        long rest = number;
        for (int i = DIGITS; i > 0; i--) {
            id[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return id;
    }

    /** The row of an id, or -1 when it is not a row's. */
    public static long row(byte[] id, int offset, int length) {
        return number('r', id, offset, length);
    }

    /** Whether an id is padding's. */
    public static boolean pads(byte[] id, int offset, int length) {
        return number('p', id, offset, length) >= 0;
    }

    private static long number(char kind, byte[] id, int offset, int length) {
        if (length != LENGTH || id[offset] != kind) {
            return -1;
        }
        long row = 0;
        for (int i = offset + 1; i < offset + length; i++) {
            int digit = id[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            row = row * 10 + digit;
        }
        return row;
    }
}
