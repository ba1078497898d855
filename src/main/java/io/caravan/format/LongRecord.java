package io.caravan.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A CSV record too long to be held: where it stands, and those of its values that are small. What it takes in memory
 * does not depend on how long it is.
 *
 * @param position where in the file it starts
 * @param end where in the file it ends, before its line end
 * @param next where in the file the next record starts
 * @param values each field as it stands in the file, quotes included; empty for one that is too large
 */
record LongRecord(long position, long end, long next, List<Optional<byte[]>> values) {

    LongRecord {
        values = List.copyOf(values);
    }

    int fields() {
        return values.size();
    }

    static LongRecord read(Bytes file, long position, byte separator) throws IOException {
        try (var window = new Window(file, position, Sizes.USUAL)) {
            return new Reader(window, separator, new CsvFault(file)).read(position);
        }
    }

    /** Byte by byte: such records are rare. */
    private static final class Reader {
        private static final int END = -1;
        private static final int LARGEST_VALUE = 64 * 1024;
        private static final int ALL_VALUES = 1024 * 1024;

        private final Window window;
        private final byte separator;
        private final CsvFault fault;
        private final List<Optional<byte[]>> values = new ArrayList<>();
        private final Buffer value = new Buffer(LARGEST_VALUE);
        private int kept;
        private boolean keeps;

        Reader(Window window, byte separator, CsvFault fault) {
            this.window = window;
            this.separator = separator;
            this.fault = fault;
        }

        LongRecord read(long position) throws IOException {
            int b;
            do {
                b = field(take());
            } while (b == (separator & 0xff));
            long next = here();
            long end = b == END ? next : next - 1;
            if (b == '\r') {
                next = take() == '\n' ? here() : end + 1;
            }
            return new LongRecord(position, end, next, values);
        }

        /** Reads the field that begins with {@code first} and returns the byte behind it. */
        private int field(int first) throws IOException {
            value.clear();
            keeps = true;
            int b = first == '"' ? quoted() : plain(first);
            if (keeps) {
                kept += value.length();
                values.add(Optional.of(value.toByteArray()));
            } else {
                values.add(Optional.empty());
            }
            return b;
        }

        private int plain(int first) throws IOException {
            int b = first;
            while (b != (separator & 0xff) && !ends(b)) {
                keep(b);
                b = take();
            }
            return b;
        }

        private int quoted() throws IOException {
            long open = here() - 1;
            keep('"');
            int b = take();
            while (true) {
                if (b == END) {
                    throw fault.unclosed(open);
                }
                keep(b);
                if (b != '"') {
                    b = take();
                    continue;
                }
                b = take();
                if (b != '"') {
                    return behind(b, open);
                }
                keep(b);
                b = take();
            }
        }

        private int behind(int b, long open) throws IOException {
            if (b == (separator & 0xff) || ends(b)) {
                return b;
            }
            throw fault.behindQuote(open, here() - 1, (byte) b);
        }

        private static boolean ends(int b) {
            return b == '\n' || b == '\r' || b == END;
        }

        private void keep(int b) {
            keeps &= value.length() < LARGEST_VALUE && kept + value.length() < ALL_VALUES;
            if (keeps) {
                value.append((byte) b);
            }
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

        /** Where in the file the next byte to take stands. */
        private long here() {
            return window.position(window.start());
        }
    }
}
