package io.caravan.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream as views on its bytes, without their ends, which are {@code \n} alone: JSON may hold every other
 * line separator inside a string. Memory grows with the longest line only. Not thread-safe.
 */
public final class Lines implements Closeable {
    private static final int WINDOW = 256 * 1024;

    private final InputStream in;
    private byte[] bytes = new byte[WINDOW];
    private int from;
    private int to;
    private int next;
    private int filled;
    private boolean ended;

    /** Reads a stream, which is closed with this. */
    public Lines(InputStream in) {
        this.in = in;
    }

    /** Moves to the next line; false after the last one. A last line needs no end. */
    public boolean next() throws IOException {
        int at = next;
        while (true) {
            for (; at < filled; at++) {
                if (bytes[at] == '\n') {
                    return line(at, at + 1);
                }
            }
            if (ended) {
                return filled > next && line(filled, filled);
            }
            at -= next;
            fill();
            at += next;
        }
    }

    /** The array that holds the current line, until the next one is read. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean line(int end, int following) {
        from = next;
        to = end;
        next = following;
        return true;
    }

    /** Moves what is left of the window to its start and reads behind it. */
    private void fill() throws IOException {
        System.arraycopy(bytes, next, bytes, 0, filled - next);
        filled -= next;
        next = 0;
        if (filled == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
        }
        int read = in.read(bytes, filled, bytes.length - filled);
        ended = read < 0;
        filled += Math.max(0, read);
    }
}
