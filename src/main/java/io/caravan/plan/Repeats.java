package io.caravan.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.family.Fingerprint;
import io.caravan.family.Fingerprints;
import io.caravan.family.Question;
import io.caravan.family.Request;
import io.caravan.format.DistinctIndex;
import io.caravan.format.Ranks;
import io.caravan.format.RecordIndex;
import io.caravan.format.RecordNumbers;
import io.caravan.format.Row;
import io.caravan.format.Rows;
import io.caravan.format.StoredFile;
import io.caravan.format.Table;
import io.caravan.model.RunFolder;
import io.caravan.model.Work;
import io.caravan.port.ObjectStore;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the rows of a run that ask what an earlier one asks. What is kept of a row stands in temporary files; in memory are
 * two bits for each row, and a part of what is in the files. Not thread-safe.
 */
final class Repeats implements Closeable {
    /** Rows of which all is held in memory at once. */
    private static final int PILE = 1 << 18;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordIndex index;
    private final long rows;
    private final Ranks ranks;
    private final Piles sizes;
    /** Of rows that repeat an earlier one: both, by the number of the row. */
    private final Piles repeats;

    private Repeats(RecordIndex index, long rows) throws IOException {
        this.index = index;
        this.rows = rows;
        ranks = new Ranks(rows);
        sizes = Piles.of(piles(rows), 1);
        repeats = Piles.of(piles(rows), 2);
    }

    /** Reads the first {@code rows} rows. */
    static Repeats find(Table data, RecordIndex index, long rows, Question question, Fingerprints fingerprints)
            throws IOException {
        var found = new Repeats(index, rows);
        try (Piles asked = Piles.of(piles(rows), 3);
                Rows all = data.rows(index.slice(0, rows))) {
            int columns = data.columns().size();
            for (long row = 0; all.next(); row++) {
                found.sizes.put(pile(row), size(all.row(), columns));
                Request request = question.about(all.row());
                Optional<Fingerprint> one = fingerprints.of(request, all.row());
                if (one.isPresent()) { // a row that cannot be sent is alone with its reason
                    long high = one.get().high();
                    asked.put(
                            (int) Long.remainderUnsigned(high, asked.piles()),
                            high,
                            one.get().low(),
                            row);
                }
            }
            for (int pile = 0; pile < asked.piles(); pile++) {
                found.compare(asked, pile);
            }
            return found;
        } catch (IOException | RuntimeException e) {
            found.close();
            throw e;
        }
    }

    private void compare(Piles asked, int pile) throws IOException {
        Map<Fingerprint, Long> firsts = new HashMap<>();
        asked.read(pile, numbers -> {
            long row = numbers[2];
            Long first = firsts.putIfAbsent(new Fingerprint(numbers[0], numbers[1]), row);
            if (first != null) {
                ranks.repeat(row);
                repeats.put(pile(row), row, first);
            }
        });
    }

    /** How many of the first rows ask no more than so many records: all of a row's, of which there are {@code perRow}. */
    long rowsOf(long records, int perRow) {
        long most = ranks.row(records);
        return most == rows ? rows : most - most % perRow;
    }

    /** Of the first so many rows, those that ask what an earlier one asks. */
    long among(long first) {
        return first - ranks.firsts(first);
    }

    /** The index of the records that the first so many rows ask. */
    RecordIndex index(long count) throws IOException {
        var all = new ArrayList<Long>(); // of a pile, whose sizes are taken one by one
        var next = new int[2];
        return DistinctIndex.of(index, ranks, count, () -> {
            if (next[1] == all.size()) {
                all.clear();
                sizes.read(next[0]++, numbers -> all.add(numbers[0]));
                next[1] = 0;
            }
            return all.get(next[1]++);
        });
    }

    /** Writes down which record each row asks. */
    void write(ObjectStore store, RunFolder folder) throws IOException {
        try (ObjectStore.Upload upload = store.write(folder.records(), "application/octet-stream")) {
            var out = new DataOutputStream(new BufferedOutputStream(upload, PILE));
            var firsts = new long[PILE];
            for (int pile = 0; pile < repeats.piles(); pile++) {
                long begin = (long) pile * PILE;
                Arrays.setAll(firsts, i -> begin + i);
                repeats.read(pile, numbers -> firsts[(int) (numbers[0] - begin)] = numbers[1]);
                for (int i = 0; i < PILE && begin + i < rows; i++) {
                    out.writeLong(ranks.firsts(firsts[i]) + 1);
                }
            }
            out.flush();
            upload.complete();
        }
    }

    /**
     * Writes down in which stretches the result of the first so many rows is put together, and which of them need the
     * answers to which records, by the chunks that send these.
     *
     * @param plan of the records that these rows ask
     * @param stretch rows of one
     */
    void write(ObjectStore store, RunFolder folder, Plan plan, long count, int stretch) throws IOException {
        var stretches = new ArrayList<Work.Spread>();
        try (Piles uses = Piles.of(plan.chunks(), 2);
                RecordNumbers numbers = RecordNumbers.from(StoredFile.of(store, folder.records()), 0)) {
            for (long first = 0; first < count; first += stretch) {
                var asked = new long[(int) Math.min(stretch, count - first)];
                for (int i = 0; i < asked.length; i++) {
                    asked[i] = numbers.next();
                }
                int number = stretches.size() + 1;
                stretches.add(new Work.Spread(
                        index.slice(first, asked.length),
                        number,
                        ranks.firsts(first) + 1,
                        among(first + asked.length) - among(first)));
                for (long record : Arrays.stream(asked).sorted().distinct().toArray()) {
                    uses.put(plan.chunkOf(record - 1), number, record);
                }
            }
            for (int chunk = 0; chunk < plan.chunks(); chunk++) {
                try (ObjectStore.Upload upload = store.write(folder.uses(chunk + 1), "application/octet-stream")) {
                    var out = new DataOutputStream(new BufferedOutputStream(upload));
                    uses.read(chunk, use -> {
                        out.writeInt((int) use[0]);
                        out.writeLong(use[1]);
                    });
                    out.flush();
                    upload.complete();
                }
            }
        }
        store.put(folder.stretches(), JSON.writeValueAsBytes(stretches), "application/json");
    }

    /** Of all values as JSON; a row that is too long to be sent has none. */
    private static long size(Row row, int columns) {
        long size = 0;
        if (row.problem().isEmpty()) {
            for (int column = 0; column < columns; column++) {
                size += row.has(column) ? row.jsonBytes(column) : 0;
            }
        }
        return size;
    }

    private static int piles(long rows) {
        return pile(rows) + 1;
    }

    private static int pile(long row) {
        return (int) (row / PILE);
    }

    @Override
    public void close() throws IOException {
        try (sizes) {
            repeats.close();
        }
    }
}
