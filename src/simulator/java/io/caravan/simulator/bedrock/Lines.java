package io.caravan.simulator.bedrock;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a JSONL file, split on {@code \n} alone: a string may hold U+2028 and its like. One line is in memory at a
 * time. Not thread-safe; the caller closes the stream.
 */
final class Lines {

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private byte[] line = new byte[1 << 12];
    private int length;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Reads the next line; false at the end. An end of line at the very end of the file begins no further line. */
    boolean next() throws IOException {
        length = 0;
        boolean started = false;
        while (true) {
            if (from == to) {
                from = 0;
                to = in.read(buffer);
                if (to < 0) {
                    to = 0;
                    return started;
                }
            }
            started = started || from < to;
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            append(from, end);
            if (end < to) {
                from = end + 1;
                return true;
            }
            from = to;
        }
    }

    private void append(int start, int end) {
        int count = end - start;
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
        }
        System.arraycopy(buffer, start, line, length, count);
        length += count;
    }

    /** The bytes of the line, valid up to {@link #length()} and until the next one is read. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }
}
