package io.caravan.format;

import java.io.IOException;
import java.util.BitSet;

/**
 * A JSON line too long to be held: where it stands, and what it is without its large values. What it takes in memory
 * does not depend on how long it is.
 *
 * @param position where in the file it starts
 * @param end where in the file it ends, before its line feed
 * @param next where in the file the next line starts
 * @param text the line with {@code null} in the place of each value that is too large; nothing of a blank line, and of
 *     one that is no object only what shows that
 * @param large which members those are
 */
@SuppressWarnings("ArrayRecordComponent") // private to the package, and never compared
record LongJsonLine(long position, long end, long next, byte[] text, BitSet large) {

    static LongJsonLine read(Bytes file, long position) throws IOException {
        try (var window = new Window(file, position, Sizes.USUAL)) {
            return new Reader(file, window, position).read();
        }
    }

    /** Byte by byte, as such lines are rare; the grammar is checked in what is kept. */
    private static final class Reader {
        private static final int END = -1;
        private static final int NONE = -1;
        private static final int LARGEST_VALUE = 64 * 1024;
        private static final int ALL_VALUES = 1024 * 1024;
        private static final int ALL_NAMES = 1024 * 1024;

        private final Bytes file;
        private final Window window;
        private final long position;
        private final Buffer text = new Buffer(LARGEST_VALUE);
        private final BitSet large = new BitSet();
        private int depth;
        private boolean quoted;
        private boolean escaped;
        /** Where in the text the value of the member starts that is being read, or {@link #NONE}. */
        private int value = NONE;

        private boolean keeps = true;
        private int members;

        Reader(Bytes file, Window window, long position) {
            this.file = file;
            this.window = window;
            this.position = position;
        }

        LongJsonLine read() throws IOException {
            int b = take();
            while (b != END && b != '\n') {
                if (depth == 0 && !space(b) && (b != '{' || text.length() > 0)) {
                    text.append((byte) b); // what is no object may have no line end for long
                    break;
                }
                step(b);
                b = take();
            }
            endMember();
            long next = window.position(window.start());
            return new LongJsonLine(position, b == END ? next : next - 1, next, text.toByteArray(), large);
        }

        private void step(int b) throws IOException {
            if (quoted) {
                quoted = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                quoted = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (depth == 0) {
                    endMember();
                }
            } else if (b == ',' && depth == 1) {
                endMember();
            } else if (space(b) && value == NONE) {
                return;
            }
            keep(b);
            if (b == ':' && depth == 1 && !quoted && value == NONE) {
                value = text.length();
            }
        }

        private static boolean space(int b) {
            return b <= ' ';
        }

        private void keep(int b) throws IOException {
            if (value != NONE) {
                keeps &= text.length() - value < LARGEST_VALUE && text.length() < ALL_VALUES;
            } else if (text.length() > ALL_VALUES + ALL_NAMES) {
                throw JsonlScanner.broken(file, position, "has more than " + ALL_NAMES + " bytes of names");
            }
            if (keeps) {
                text.append((byte) b);
            }
        }

        private void endMember() {
            if (value == NONE) {
                return;
            }
            if (!keeps) {
                text.truncate(value);
                text.append(Json.NULL);
                large.set(members);
            }
            members++;
            value = NONE;
            keeps = true;
        }

        /** The next byte, or {@link #END}. */
        private int take() throws IOException {
            if (window.start() == window.end()) {
                window.fill();
            }
            if (window.end() == 0) {
                return END;
            }
            int at = window.start();
            window.drop(at + 1);
            return window.array()[at] & 0xff;
        }
    }
}
