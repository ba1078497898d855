package io.caravan.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream as views on its bytes, without their ends, which are {@code \n} alone: JSON may hold every other
 * line separator inside a string. Memory grows with the longest line, up to {@link #LONGEST}; one that is longer is stepped
 * over, and known by its place only. Not thread-safe.
 */
public final class Lines implements Closeable {
    /** The most bytes that a line may have to be held. */
    public static final int LONGEST = 32 * 1024 * 1024;

    private static final int WINDOW = 256 * 1024;

    private static final long LINE_FEEDS = Words.repeat('\n');

    private final InputStream in;
    /** With room for a word that begins with the last byte. */
    private byte[] bytes = new byte[WINDOW + Words.SIZE];

    private int from;
    private int to;
    private int next;
    private int filled;
    private boolean ended;
    /** Where in the stream {@code bytes[0]} stands. */
    private long base;
    /** Where in the stream the current line starts, and where it ends. */
    private long start;

    private long end;
    private boolean tooLong;

    /** Reads a stream, which is closed with this. */
    public Lines(InputStream in) {
        this.in = in;
    }

    /** Moves to the next line; false after the last one. A last line needs no end. */
    public boolean next() throws IOException {
        int at = next;
        while (true) {
            at = lineFeed(at);
            if (at < filled) {
                return line(at, at + 1);
            }
            if (ended) {
                return filled > next && line(filled, filled);
            }
            if (filled - next == LONGEST) {
                return skip();
            }
            at -= next;
            fill();
            at += next;
        }
    }

    /** Whether the current line is too long to be held; then it is empty here. */
    public boolean tooLong() {
        return tooLong;
    }

    /** Where in the stream the current line starts. */
    public long start() {
        return start;
    }

    /** Where in the stream the current line ends. */
    public long end() {
        return end;
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

    private boolean line(int until, int following) {
        from = next;
        to = until;
        start = base + from;
        end = base + to;
        next = following;
        tooLong = false;
        return true;
    }

    /** Steps over the rest of a line that fills the array. */
    private boolean skip() throws IOException {
        start = base + next;
        from = 0;
        to = 0;
        tooLong = true;
        int at = filled;
        while (at == filled && !ended) {
            next = filled;
            fill();
            at = lineFeed(0);
        }
        end = base + at;
        next = Math.min(at + 1, filled);
        return true;
    }

    /** Moves what is left of the window to its start and reads behind it. */
    private void fill() throws IOException {
        System.arraycopy(bytes, next, bytes, 0, filled - next);
        filled -= next;
        base += next;
        next = 0;
        if (filled == capacity()) {
            bytes = Arrays.copyOf(bytes, Math.min(LONGEST, capacity() * 2) + Words.SIZE);
        }
        int read = in.read(bytes, filled, capacity() - filled);
        ended = read < 0;
        filled += Math.max(0, read);
    }

    private int lineFeed(int at) {
        return Words.index(bytes, at, filled, LINE_FEEDS);
    }

    private int capacity() {
        return bytes.length - Words.SIZE;
    }
}
