package io.caravan.collect;

import io.caravan.family.Family;
import io.caravan.format.Lines;
import io.caravan.model.Answer;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the outputs of one or more attempts say, on local disk with an index from row to place: memory grows with the
 * number of rows looked for (13 bytes each), never with what the answers hold. Not thread-safe.
 */
final class Answers implements Closeable {
    private static final String SUFFIX = ".jsonl.out";

    private final FileChannel channel;
    private final Places places;
    private final long[] from;
    /** Positive: a {@code modelOutput} of so many bytes. Negative: an {@code error}. 0: nothing was said. */
    private final int[] length;
    /** Which of the outputs spoke last of a row. */
    private final byte[] speaker;

    private byte[] buffer = new byte[64 * 1024];
    private long written;
    private long ignored;

    private Answers(FileChannel channel, Places places) {
        this.channel = channel;
        this.places = places;
        this.from = new long[places.size()];
        this.length = new int[places.size()];
        this.speaker = new byte[places.size()];
    }

    /**
     * Fetches all output files below some prefixes, one an attempt. A later attempt's word about a row replaces an
     * earlier one's; of two lines of one attempt an answer counts before an error, and otherwise the first.
     */
    static Answers fetch(ObjectStore store, List<S3Uri> attempts, Places places) throws IOException {
        Path file = Files.createTempFile("caravan-answers-", ".jsonl");
        var answers = new Answers(
                FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                places);
        try {
            for (int i = 0; i < attempts.size(); i++) {
                answers.add(store, attempts.get(i), (byte) (i + 1));
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

    /** What is said of a row; empty when nothing is. */
    Optional<Answer> of(long row, Family family) throws IOException {
        int place = places.of(row);
        if (place < 0 || length[place] == 0) {
            return Optional.empty();
        }
        int size = Math.abs(length[place]);
        if (buffer.length < size) {
            buffer = new byte[Math.max(size, buffer.length * 2)];
        }
        var target = ByteBuffer.wrap(buffer, 0, size);
        while (target.hasRemaining()) {
            if (channel.read(target, from[place] + target.position()) < 0) {
                throw new IOException("the local copy of the answers became shorter");
            }
        }
        return Optional.of(length[place] > 0 ? family.answer(buffer, 0, size) : RecordError.read(buffer, 0, size));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void add(ObjectStore store, S3Uri prefix, byte attempt) throws IOException {
        List<ObjectStore.Info> outputs;
        try (Stream<ObjectStore.Info> objects = store.list(prefix)) {
            outputs = objects.filter(info -> info.uri().key().endsWith(SUFFIX)).toList();
        }
        var line = new OutputLine();
        for (ObjectStore.Info output : outputs) {
            try (var lines = new Lines(store.read(output.uri(), 0, output.size()))) {
                while (lines.next()) {
                    if (lines.length() > 0 && !keep(line, lines, attempt) && attempt == 1) {
                        ignored++; // later attempts are pooled: lines of other chunks are to be expected there
                    }
                }
            }
        }
    }

    /** Keeps what answers a row, and notes where; echoes of the input are not kept. */
    private boolean keep(OutputLine line, Lines lines, byte attempt) throws IOException {
        if (!line.read(lines.bytes(), lines.from(), lines.to())) {
            return false;
        }
        int place = places.of(line.row());
        boolean failed = line.errorLength > 0;
        int size = failed ? line.errorLength : line.outputLength;
        if (place < 0 || size == 0 || (speaker[place] == attempt && (failed || length[place] > 0))) {
            return false;
        }
        from[place] = written;
        length[place] = failed ? -size : size;
        speaker[place] = attempt;
        var bytes = ByteBuffer.wrap(lines.bytes(), failed ? line.errorFrom : line.outputFrom, size);
        while (bytes.hasRemaining()) {
            written += channel.write(bytes, written);
        }
        return true;
    }
}
