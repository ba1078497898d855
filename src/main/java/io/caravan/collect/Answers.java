package io.caravan.collect;

import io.caravan.family.Family;
import io.caravan.model.Answer;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A job's output on local disk, with an index from row to place: memory grows with the number of records of one job
 * (12 bytes each), never with what they hold. Not thread-safe.
 */
final class Answers implements Closeable {
    private static final String SUFFIX = ".jsonl.out";
    private static final int WINDOW = 256 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final long firstRow;
    private final long[] from;
    /** Positive: a {@code modelOutput} of so many bytes. Negative: an {@code error}. 0: the record is not there. */
    private final int[] length;

    private long written;
    private long ignored;
    private byte[] buffer = new byte[WINDOW];

    private Answers(Path file, FileChannel channel, long firstRow, int records) {
        this.file = file;
        this.channel = channel;
        this.firstRow = firstRow;
        this.from = new long[records];
        this.length = new int[records];
    }

    /**
     * Fetches all output files below a prefix.
     *
     * @param firstRow the number of the first row that is looked for
     * @param records how many rows, from there, are looked for
     */
    static Answers fetch(ObjectStore store, S3Uri prefix, long firstRow, int records) throws IOException {
        Path file = Files.createTempFile("caravan-answers-", ".jsonl");
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        var answers = new Answers(file, channel, firstRow, records);
        try (Stream<ObjectStore.Info> files = store.list(prefix)) {
            for (ObjectStore.Info output :
                    files.filter(info -> info.uri().key().endsWith(SUFFIX)).toList()) {
                try (InputStream in = store.read(output.uri(), 0, output.size())) {
                    answers.add(in);
                }
            }
            return answers;
        } catch (IOException | RuntimeException e) {
            answers.close();
            throw e;
        }
    }

    /** Lines that were no record of this job, repeated one, or were cut off. */
    long ignored() {
        return ignored;
    }

    /** What the output says of a row; empty when it says nothing. */
    Optional<Answer> of(long row, Family family) throws IOException {
        int i = (int) (row - firstRow);
        if (length[i] == 0) {
            return Optional.empty();
        }
        int size = Math.abs(length[i]);
        room(size);
        var target = ByteBuffer.wrap(buffer, 0, size);
        while (target.hasRemaining()) {
            if (channel.read(target, from[i] + target.position()) < 0) {
                throw new IOException(file + " became shorter");
            }
        }
        return Optional.of(length[i] > 0 ? family.answer(buffer, 0, size) : RecordError.read(buffer, 0, size));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Keeps what answers a row, and notes where; echoes of the input are not kept. */
    private void add(InputStream in) throws IOException {
        var line = new OutputLine();
        int start = 0;
        int end = 0;
        while (true) {
            int read = in.read(buffer, end, buffer.length - end);
            int scanned = end;
            end += Math.max(0, read);
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    keep(line, start, i);
                    start = i + 1;
                }
            }
            if (read < 0) {
                keep(line, start, end);
                return;
            }
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
            room(end + 1);
        }
    }

    private void keep(OutputLine line, int start, int end) throws IOException {
        if (start == end) {
            return;
        }
        long row = line.read(buffer, start, end) ? line.row() - firstRow : -1;
        boolean answered = line.outputLength > 0 || line.errorLength > 0;
        if (row < 0 || row >= from.length || length[(int) row] != 0 || !answered) {
            ignored++;
            return;
        }
        boolean failed = line.errorLength > 0;
        int at = failed ? line.errorFrom : line.outputFrom;
        int size = failed ? line.errorLength : line.outputLength;
        from[(int) row] = written;
        length[(int) row] = failed ? -size : size;
        var bytes = ByteBuffer.wrap(buffer, at, size);
        while (bytes.hasRemaining()) {
            written += channel.write(bytes, written);
        }
    }

    private void room(int needed) {
        if (buffer.length < needed) {
            buffer = java.util.Arrays.copyOf(buffer, Math.max(needed, buffer.length * 2));
        }
    }
}
