package io.caravan.format;

/** Tells UTF-8 from other bytes. */
final class Utf8 {
    private Utf8() {}

    /** Where the first byte stands that is not part of well-formed UTF-8; {@code to} when all is well. */
    static int fault(byte[] array, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + Words.SIZE <= to && Words.notAscii(Words.get(array, at)) == 0) {
                at += Words.SIZE;
                continue;
            }
            int length = length(array, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return to;
    }

    static boolean valid(byte[] array, int from, int to) {
        return fault(array, from, to) == to;
    }

    /** The bytes of the character at {@code at}, 0 when it is none (table 3-7 of the Unicode standard). */
    private static int length(byte[] array, int at, int to) {
        int b = array[at] & 0xff;
        if (b < 0x80) {
            return 1;
        }
        if (b < 0xC2 || b > 0xF4) {
            return 0;
        }
        if (b < 0xE0) {
            return continued(array, at, to, 2, 0x80, 0xBF);
        }
        if (b < 0xF0) {
            return continued(array, at, to, 3, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF);
        }
        return continued(array, at, to, 4, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF);
    }

    /** {@code length} when the second byte lies between the bounds and the others are continuations; else 0. */
    private static int continued(byte[] array, int at, int to, int length, int lowest, int highest) {
        if (at + length > to) {
            return 0;
        }
        int second = array[at + 1] & 0xff;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((array[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
