package io.caravan.collect;

import java.util.Arrays;

/**
 * The top level of one line of a job's output: where its {@code recordId}, {@code modelOutput} and {@code error} stand.
 * The echo of the input is stepped over without being parsed. Reused from line to line; not thread-safe.
 */
final class OutputLine {
    private static final byte[] RECORD_ID = ascii("recordId");
    private static final byte[] MODEL_OUTPUT = ascii("modelOutput");
    private static final byte[] ERROR = ascii("error");

    private byte[] bytes = new byte[0];
    private int end;
    private int at;

    int idFrom;
    int idLength;
    int outputFrom;
    int outputLength;
    int errorFrom;
    int errorLength;

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Reads a line; false when it is not a whole JSON object, such as the last line of a file that was cut off. */
    boolean read(byte[] line, int from, int to) {
        bytes = line;
        at = from;
        end = to;
        idLength = outputLength = errorLength = 0;
        space();
        if (!take('{')) {
            return false;
        }
        space();
        if (take('}')) {
            return true;
        }
        do {
            if (!member()) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    /** The row of the line's record, or -1 when it carries none of Caravan's ids. */
    long row() {
        return idLength < 2 ? -1 : io.caravan.model.RecordId.row(bytes, idFrom + 1, idLength - 2);
    }

    /** Whether the line's record only filled up its job. */
    boolean pads() {
        return idLength >= 2 && io.caravan.model.RecordId.pads(bytes, idFrom + 1, idLength - 2);
    }

    private boolean member() {
        space();
        int keyFrom = at;
        if (!string()) {
            return false;
        }
        int keyTo = at;
        space();
        if (!take(':')) {
            return false;
        }
        space();
        int from = at;
        if (!value()) {
            return false;
        }
        int length = at - from;
        if (is(RECORD_ID, keyFrom, keyTo)) {
            idFrom = from;
            idLength = length;
        } else if (is(MODEL_OUTPUT, keyFrom, keyTo)) {
            outputFrom = from;
            outputLength = length;
        } else if (is(ERROR, keyFrom, keyTo) && bytes[from] == '{') { // "error": null says nothing
            errorFrom = from;
            errorLength = length;
        }
        space();
        return true;
    }

    private boolean is(byte[] name, int keyFrom, int keyTo) {
        return Arrays.equals(name, 0, name.length, bytes, keyFrom + 1, keyTo - 1);
    }

    /** Steps over any value; that brackets are of matching kinds is left to the parser of the part that is used. */
    private boolean value() {
        if (at >= end) {
            return false;
        }
        if (bytes[at] == '"') {
            return string();
        }
        int depth = 0;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                if (!string()) {
                    return false;
                }
                continue;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                if (depth == 0) {
                    return true; // the end of the object around a number or literal
                }
                if (--depth == 0) {
                    at++;
                    return true;
                }
            } else if (depth == 0 && (b == ',' || b <= ' ')) {
                return true;
            }
            at++;
        }
        return false;
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (at < end) {
            byte b = bytes[at++];
            if (b == '"') {
                return true;
            }
            if (b == '\\') {
                at++;
            }
        }
        return false;
    }

    private boolean take(char c) {
        if (at < end && bytes[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void space() {
        while (at < end && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
    }
}
