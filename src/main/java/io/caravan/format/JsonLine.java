package io.caravan.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON object where it stands among bytes: checked against the grammar (RFC 8259), and where its top level's names
 * and values are. Nothing is decoded. Reused from line to line; not thread-safe.
 */
final class JsonLine {
    private static final int DEEPEST = 1000;
    private static final byte[][] LITERALS = {ascii("true"), ascii("false"), ascii("null")};

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int depth;
    private int members;
    /** Four of a member: where its name starts and ends, without quotes, and where its value does, with them. */
    private int[] places = new int[32];

    /** What the grammar does not allow, and at which index; {@code what} is empty when all is well. */
    record Fault(int at, String what) {}

    private static final class Unexpected extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unexpected(String what) {
            super(what, null, false, false);
        }
    }

    /** Reads the object between two indexes; the text of the fault is empty for a good one. */
    Fault read(byte[] array, int from, int to) {
        bytes = array;
        at = from;
        end = to;
        depth = 0;
        members = 0;
        try {
            space();
            if (next('[')) {
                throw new Unexpected(
                        "expected an object {…}, one a line, found an array; jq -c '.[]' makes lines of it");
            }
            if (!next('{')) {
                throw expected("an object {…}, one a line,");
            }
            object();
            space();
            if (at < end) {
                throw expected("the line's end behind the object");
            }
            return new Fault(0, "");
        } catch (Unexpected e) {
            return new Fault(at, String.valueOf(e.getMessage()));
        }
    }

    /** How many names its top level has. */
    int members() {
        return members;
    }

    int nameStart(int member) {
        return places[4 * member];
    }

    int nameEnd(int member) {
        return places[4 * member + 1];
    }

    int valueStart(int member) {
        return places[4 * member + 2];
    }

    int valueEnd(int member) {
        return places[4 * member + 3];
    }

    private void object() {
        deeper();
        at++;
        space();
        if (next('}')) {
            at++;
            depth--;
            return;
        }
        while (true) {
            space();
            int name = at;
            string("a name in double quotes");
            int nameEnd = at;
            space();
            take(':');
            space();
            int value = at;
            value();
            if (depth == 1) {
                note(name + 1, nameEnd - 1, value);
            }
            space();
            if (next('}')) {
                at++;
                depth--;
                return;
            }
            take(',');
        }
    }

    private void array() {
        deeper();
        at++;
        space();
        if (next(']')) {
            at++;
            depth--;
            return;
        }
        while (true) {
            space();
            value();
            space();
            if (next(']')) {
                at++;
                depth--;
                return;
            }
            take(',');
        }
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new Unexpected("objects and arrays are nested deeper than " + DEEPEST);
        }
    }

    private void note(int name, int nameEnd, int value) {
        if (4 * members == places.length) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        places[4 * members] = name;
        places[4 * members + 1] = nameEnd;
        places[4 * members + 2] = value;
        places[4 * members + 3] = at;
        members++;
    }

    private void value() {
        if (at == end) {
            throw expected("a value");
        }
        byte b = bytes[at];
        if (b == '"') {
            string("a value");
        } else if (b == '{') {
            object();
        } else if (b == '[') {
            array();
        } else if (b == '-' || digit()) {
            number();
        } else {
            literal();
        }
    }

    private void string(String wanted) {
        if (!next('"')) {
            throw expected(wanted);
        }
        at++;
        while (at < end) {
            if (at + Words.SIZE <= end) {
                int plain = Words.first(Words.escaped(Words.get(bytes, at)));
                at += plain;
                if (plain == Words.SIZE) {
                    continue;
                }
            }
            byte b = bytes[at];
            if (b == '"') {
                at++;
                return;
            }
            if (b == '\\') {
                escape();
            } else if (b >= 0 && b < ' ') {
                throw new Unexpected(String.format(
                        "a string holds the control character 0x%02X, which JSON writes as \\u%04X", b, b));
            } else {
                at++;
            }
        }
        throw expected("a closing double quote");
    }

    private void escape() {
        at++;
        if (next('u')) {
            at++;
            for (int i = 0; i < 4; i++) {
                if (at == end || Character.digit(bytes[at], 16) < 0) {
                    throw expected("four hexadecimal digits behind \\u");
                }
                at++;
            }
        } else if (at < end && "\"\\/bfnrt".indexOf(bytes[at]) >= 0) {
            at++;
        } else {
            throw expected("one of \" \\ / b f n r t u behind a backslash");
        }
    }

    private void number() {
        if (next('-')) {
            at++;
        }
        if (next('0')) {
            at++;
        } else {
            digits();
        }
        if (next('.')) {
            at++;
            digits();
        }
        if (next('e') || next('E')) {
            at++;
            if (next('+') || next('-')) {
                at++;
            }
            digits();
        }
        if (at < end && (digit() || Character.isLetter(bytes[at]) || bytes[at] == '.')) {
            throw expected("the end of a number");
        }
    }

    private void digits() {
        if (!digit()) {
            throw expected("a digit");
        }
        while (digit()) {
            at++;
        }
    }

    private boolean digit() {
        return at < end && bytes[at] >= '0' && bytes[at] <= '9';
    }

    private void literal() {
        for (byte[] literal : LITERALS) {
            int to = at + literal.length;
            if (to <= end && Arrays.equals(bytes, at, to, literal, 0, literal.length)) {
                at = to;
                return;
            }
        }
        throw expected("a value (text goes in double quotes)");
    }

    private boolean next(char c) {
        return at < end && bytes[at] == c;
    }

    private void take(char c) {
        if (!next(c)) {
            throw expected("'" + c + "'");
        }
        at++;
    }

    private void space() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
    }

    private Unexpected expected(String what) {
        String found = at >= end
                ? "the line's end"
                : bytes[at] > ' ' && bytes[at] < 0x7f
                        ? "'" + (char) bytes[at] + "'"
                        : String.format("byte 0x%02X", bytes[at]);
        return new Unexpected("expected " + what + (what.endsWith(",") ? "" : ",") + " found " + found);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
