package io.caravan.collect;

import io.caravan.format.Buffer;
import io.caravan.format.Row;
import io.caravan.format.StoredFile;
import io.caravan.model.Answer;
import io.caravan.model.RunFolder;
import io.caravan.model.Work;
import io.caravan.port.ObjectStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The answers to a chunk's records, for the stretches of the result that need them: an object for each stretch, in the order
 * of the records.
 */
final class Carried implements Target {
    private static final int USE = Integer.BYTES + Long.BYTES;

    private final ObjectStore store;
    private final RunFolder folder;
    private final int chunk;
    private final int joined;
    private final long first;
    private final RowFile lines;
    private final Buffer line = new Buffer(1024);

    private Carried(ObjectStore store, RunFolder folder, int chunk, int joined, long first, RowFile lines) {
        this.store = store;
        this.folder = folder;
        this.chunk = chunk;
        this.joined = joined;
        this.first = first;
        this.lines = lines;
    }

    /** @param joined the last attempt whose answers these are */
    static Carried begin(ObjectStore store, RunFolder folder, int chunk, int joined, Work.Rows work)
            throws IOException {
        return new Carried(store, folder, chunk, joined, work.firstRow(), RowFile.of(Math.toIntExact(work.records())));
    }

    @Override
    public void row(Row row, long record, Answer answer, Optional<BigDecimal> cost) throws IOException {
        line.clear();
        new AnswerLine(answer, cost).append(record, line);
        lines.put((int) (record - first), line.toByteArray(), 0, line.length());
    }

    @Override
    public void complete() throws IOException {
        StoredFile uses = StoredFile.of(store, folder.uses(chunk));
        long left = uses.size() / USE;
        try (var in = new DataInputStream(new BufferedInputStream(uses.open(0, uses.size())))) {
            int stretch = left == 0 ? 0 : in.readInt();
            while (left > 0) {
                int now = stretch;
                try (ObjectStore.Upload upload = store.write(folder.spread(now, chunk, joined), "text/plain")) {
                    var out = new BufferedOutputStream(upload);
                    while (left > 0 && stretch == now) {
                        int place = (int) (in.readLong() - first);
                        lines.find(place);
                        out.write(lines.bytes(), lines.start(), lines.length(place));
                        left--;
                        stretch = left == 0 ? 0 : in.readInt();
                    }
                    out.flush();
                    upload.complete();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
