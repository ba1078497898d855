package io.caravan.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A file's bytes from some position on, a stretch at a time in one reused array, which grows only when what is still
 * needed fills it. Not thread-safe.
 */
final class Window implements Closeable {
    private final Bytes file;
    private final Sizes sizes;
    private byte[] array;
    /** Bytes before this index are no longer needed; those from {@code end} on are not read yet. */
    private int start;

    private int end;
    /** Where in the file {@code array[end]} will come from. */
    private long position;

    private InputStream in = InputStream.nullInputStream();
    /** Where in the file {@code in} ends. */
    private long rangeEnd;

    Window(Bytes file, long position, Sizes sizes) {
        this.file = file;
        this.sizes = sizes;
        this.position = position;
        this.rangeEnd = position;
        // A word may be read from the last byte on.
        array = new byte[Math.min(sizes.window(), sizes.record()) + Words.SIZE];
    }

    byte[] array() {
        return array;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Where in the file an index of the array stands. */
    long position(int index) {
        return position - (end - index);
    }

    /** Whether the file has nothing behind {@link #end}. */
    boolean last() {
        return position == file.size();
    }

    /** Whether what is needed is as long as it may get. */
    boolean full() {
        return end - start == sizes.record();
    }

    /** Declares the bytes before {@code index} no longer needed. */
    void drop(int index) {
        start = index;
    }

    /** Reads on until the array is full, or the file at its end. Indexes move: {@link #start} tells by how much. */
    void fill() throws IOException {
        System.arraycopy(array, start, array, 0, end - start);
        end -= start;
        start = 0;
        if (end == capacity()) {
            array = Arrays.copyOf(array, Math.min(capacity() * 2, sizes.record()) + Words.SIZE);
        }
        while (end < capacity() && !last()) {
            read();
        }
    }

    /** Goes on at another place in the file. */
    void seek(long to) throws IOException {
        in.close();
        in = InputStream.nullInputStream();
        position = to;
        rangeEnd = to;
        start = 0;
        end = 0;
    }

    private void read() throws IOException {
        if (position == rangeEnd) {
            in.close();
            rangeEnd = Math.min(position + sizes.range(), file.size());
            in = file.open(position, rangeEnd);
        }
        int count = in.read(array, end, (int) Math.min(capacity() - end, rangeEnd - position));
        if (count < 0) {
            throw new EOFException(file.name() + " ended at byte " + position + " of " + file.size());
        }
        end += count;
        position += count;
    }

    private int capacity() {
        return array.length - Words.SIZE;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
