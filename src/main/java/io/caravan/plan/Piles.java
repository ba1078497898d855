package io.caravan.plan;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of numbers, put on piles in any order and read again pile by pile, each in the order in which it was put there: a
 * temporary file. In memory are 32 MiB at most. Not thread-safe.
 */
final class Piles implements Closeable {
    private static final int ROOM = 32 << 20;
    private static final int LARGEST = 16 * 1024;

    private final FileChannel channel;
    private final int width;
    private final int page;
    private final List<Pile> piles = new ArrayList<>();
    private long end;

    /** Its full pages are in the file, the last one is here. */
    private static final class Pile {
        private final List<Long> pages = new ArrayList<>();
        private final ByteBuffer filling;

        Pile(int page) {
            filling = ByteBuffer.allocate(page);
        }
    }

    /** What is done with the numbers of a row; the array is used again. */
    @FunctionalInterface
    interface Reader {
        void row(long[] numbers) throws IOException;
    }

    private Piles(FileChannel channel, int piles, int width) {
        this.channel = channel;
        this.width = width;
        int row = width * Long.BYTES;
        page = Math.max(1, Math.min(LARGEST, ROOM / piles) / row) * row;
        for (int i = 0; i < piles; i++) {
            this.piles.add(new Pile(page));
        }
    }

    /** So many piles of rows with so many numbers. */
    static Piles of(int piles, int width) throws IOException {
        Path file = Files.createTempFile("caravan-piles-", "");
        return new Piles(
                FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                piles,
                width);
    }

    int piles() {
        return piles.size();
    }

    void put(int number, long... numbers) throws IOException {
        Pile pile = piles.get(number);
        if (!pile.filling.hasRemaining()) {
            pile.filling.flip();
            pile.pages.add(end);
            while (pile.filling.hasRemaining()) {
                end += channel.write(pile.filling, end);
            }
            pile.filling.clear();
        }
        for (long one : numbers) {
            pile.filling.putLong(one);
        }
    }

    void read(int number, Reader reader) throws IOException {
        Pile pile = piles.get(number);
        var buffer = ByteBuffer.allocate(page);
        for (long position : pile.pages) {
            buffer.clear();
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new EOFException("the local file of the piles became shorter");
                }
            }
            read(buffer.flip(), reader);
        }
        read(pile.filling.duplicate().flip(), reader);
    }

    private void read(ByteBuffer buffer, Reader reader) throws IOException {
        var numbers = new long[width];
        while (buffer.hasRemaining()) {
            for (int i = 0; i < width; i++) {
                numbers[i] = buffer.getLong();
            }
            reader.row(numbers);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
