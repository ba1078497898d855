package io.caravan.format;

import java.nio.charset.StandardCharsets;

/** A CSV field where it stands among bytes: the file's own, quotes around it included. */
final class CsvField {
    private static final byte QUOTE = '"';

    private CsvField() {}

    /** Appends its value as the inside of a JSON string. */
    static void json(byte[] array, int from, int to, Buffer out) {
        if (quoted(array, from, to)) {
            out.jsonOfQuoted(array, from + 1, to - from - 2);
        } else {
            out.json(array, from, to - from);
        }
    }

    /** Its value. */
    static String text(byte[] array, int from, int to) {
        if (quoted(array, from, to)) {
            return new String(array, from + 1, to - from - 2, StandardCharsets.UTF_8).replace("\"\"", "\"");
        }
        return new String(array, from, to - from, StandardCharsets.UTF_8);
    }

    /** Appends a value, in quotes where it needs them. */
    static void write(String value, char separator, Buffer out) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length, separator, out);
    }

    /** Appends a value given as UTF-8, in quotes where it needs them. */
    static void write(byte[] bytes, int from, int to, char separator, Buffer out) {
        if (!special(bytes, from, to, separator)) {
            out.append(bytes, from, to - from);
            return;
        }
        out.append(QUOTE);
        int done = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == QUOTE) {
                out.append(bytes, done, i + 1 - done);
                done = i; // once more with what follows
            }
        }
        out.append(bytes, done, to - done);
        out.append(QUOTE);
    }

    /** Whether its value is not its bytes as they are. */
    static boolean quoted(byte[] array, int from, int to) {
        return from < to && array[from] == QUOTE;
    }

    private static boolean special(byte[] bytes, int from, int to, char separator) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == separator || b == QUOTE || b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }
}
