package io.caravan.chunk;

import io.caravan.format.Buffer;
import io.caravan.format.Lines;
import io.caravan.model.ErrorClass;
import io.caravan.model.JobId;
import io.caravan.model.RunFolder;
import io.caravan.model.S3Uri;
import io.caravan.model.Work;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The lines of failed rows, taken as they were sent from the inputs of the first attempt.
 *
 * @param joined the last attempt in each chunk's part, in the order of the chunks
 */
record RetryLines(ObjectStore store, RunFolder folder, List<Integer> joined, Work.Retries work) {

    /** What was copied. */
    record Copied(long firstRow, long lastRow, long records, long bytes) {}

    /** Copies the lines of this work's share of the failed rows, in the order of the run. */
    Copied copyTo(OutputStream out) throws IOException {
        long skip = work.first();
        long left = work.records();
        long first = 0;
        long last = 0;
        long bytes = 0;
        for (int chunk = 1; chunk <= joined.size() && left > 0; chunk++) {
            long[] failed = failed(chunk);
            int from = (int) Math.min(skip, failed.length);
            int to = (int) Math.min(failed.length, from + left);
            skip -= from;
            if (from < to) {
                long[] mine = Arrays.copyOfRange(failed, from, to);
                bytes += copy(chunk, mine, out);
                first = first == 0 ? mine[0] : first;
                last = mine[mine.length - 1];
                left -= mine.length;
            }
        }
        if (left > 0) {
            throw new IllegalStateException(left + " of " + work.records() + " failed rows of " + folder.run()
                    + " are not there any more: the parts changed after the retry was planned");
        }
        return new Copied(first, last, work.records(), bytes);
    }

    private long[] failed(int chunk) throws IOException {
        LongStream.Builder rows = LongStream.builder();
        try (Lines lines = lines(folder.partFailures(chunk, joined.get(chunk - 1)))) {
            while (lines.next()) {
                String[] words = new String(lines.bytes(), lines.from(), lines.length(), StandardCharsets.US_ASCII)
                        .split(" ", -1);
                if (work.all() || ErrorClass.valueOf(words[1]).heals()) {
                    rows.add(Long.parseLong(words[0]));
                }
            }
        }
        return rows.build().toArray();
    }

    private long copy(int chunk, long[] wanted, OutputStream out) throws IOException {
        var buffer = new Buffer(64 * 1024);
        long bytes = 0;
        int found = 0;
        try (Lines lines = lines(folder.input(new JobId(folder.run(), chunk, 1)))) {
            while (found < wanted.length && lines.next()) {
                if (Envelope.row(lines.bytes(), lines.from(), lines.length()) == wanted[found]) {
                    buffer.clear();
                    buffer.append(lines.bytes(), lines.from(), lines.length());
                    buffer.append((byte) '\n');
                    buffer.writeTo(out);
                    bytes += buffer.length();
                    found++;
                }
            }
        }
        if (found < wanted.length) {
            throw new IllegalStateException("row " + wanted[found] + " is not in the input of chunk " + chunk);
        }
        return bytes;
    }

    private Lines lines(S3Uri uri) throws IOException {
        ObjectStore.Info info = store.head(uri).orElseThrow(() -> new IOException("there is no " + uri));
        return new Lines(store.read(uri, 0, info.size()));
    }
}
