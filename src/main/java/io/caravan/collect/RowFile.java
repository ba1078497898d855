package io.caravan.collect;

import io.caravan.format.Buffer;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What belongs to rows, put in any order and taken in the rows' order: a temporary file. What is small is gathered, and
 * read again, with that of the rows nearby, so that a row costs no system call. In memory are 12 bytes a row and, for all
 * rows together, some 16 MiB at most. Not thread-safe.
 */
final class RowFile implements Closeable {
    /** A page holds small pieces of neighbours; what is larger goes to the file alone. */
    private static final int PAGE = 16 * 1024;

    private static final int MOST_SHELVES = 512;
    private static final int FEWEST_ROWS = 256;

    private final FileChannel channel;
    private final long[] from;
    private final int[] length;
    private final int rows;
    private final Shelf[] shelves;
    private long end;

    /** The shelf whose pages are in {@code pages}. */
    private int open = -1;

    private byte[] pages = new byte[0];
    private byte[] alone = new byte[0];
    private byte[] bytes = pages;
    private int start;

    /** Where the pages of some neighbouring rows are in the file, ascending, and the page that is being filled. */
    private static final class Shelf {
        private final List<Long> pages = new ArrayList<>();
        private final Buffer filling = new Buffer(1024);
    }

    private RowFile(FileChannel channel, int size) {
        this.channel = channel;
        from = new long[size];
        length = new int[size];
        rows = Math.max(FEWEST_ROWS, size / MOST_SHELVES + 1);
        shelves = new Shelf[size / rows + 1];
        Arrays.setAll(shelves, i -> new Shelf());
    }

    /** For so many rows, from 0; nothing is put for them yet. */
    static RowFile of(int size) throws IOException {
        Path file = Files.createTempFile("caravan-answers-", ".jsonl");
        return new RowFile(
                FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                size);
    }

    /** Puts what belongs to a row in the place of what was put for it before. */
    void put(int row, byte[] array, int offset, int count) throws IOException {
        length[row] = count;
        open = -1;
        if (count > PAGE) {
            from[row] = end;
            end += count;
            write(ByteBuffer.wrap(array, offset, count), from[row]);
            return;
        }
        Shelf shelf = shelves[row / rows];
        if (shelf.pages.isEmpty() || shelf.filling.length() + count > PAGE) {
            store(shelf);
            shelf.filling.clear();
            shelf.pages.add(end);
            end += PAGE;
        }
        from[row] = shelf.pages.getLast() + shelf.filling.length();
        shelf.filling.append(array, offset, count);
    }

    /** Finds what was put for a row; false when it is nothing. */
    boolean find(int row) throws IOException {
        if (length[row] > PAGE) {
            alone = alone.length < length[row] ? new byte[length[row]] : alone;
            read(ByteBuffer.wrap(alone, 0, length[row]), from[row]);
            bytes = alone;
            start = 0;
        } else if (length[row] > 0) {
            open(row / rows);
            List<Long> places = shelves[open].pages;
            int page = page(places, from[row]);
            bytes = pages;
            start = Math.toIntExact((long) page * PAGE + from[row] - places.get(page));
        }
        return length[row] > 0;
    }

    /** The array that holds what was found, until the next is looked for. */
    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int length(int row) {
        return length[row];
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void open(int wanted) throws IOException {
        if (open == wanted) {
            return;
        }
        Shelf shelf = shelves[wanted];
        store(shelf);
        int size = shelf.pages.size() * PAGE;
        pages = pages.length < size ? new byte[size] : pages;
        long written = channel.size(); // the last page may end before its room does
        for (int page = 0; page < shelf.pages.size(); page++) {
            long at = shelf.pages.get(page);
            read(ByteBuffer.wrap(pages, page * PAGE, (int) Math.min(PAGE, written - at)), at);
        }
        open = wanted;
    }

    private static int page(List<Long> places, long position) {
        int found = Collections.binarySearch(places, position);
        return found >= 0 ? found : -found - 2;
    }

    private void store(Shelf shelf) throws IOException {
        if (shelf.filling.length() > 0) {
            write(ByteBuffer.wrap(shelf.filling.toByteArray()), shelf.pages.getLast());
        }
    }

    private void write(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    private void read(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new EOFException("the local copy of the answers became shorter");
            }
            at += count;
        }
    }
}
