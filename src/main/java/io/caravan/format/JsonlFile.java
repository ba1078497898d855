package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A file of JSON objects, one a line. Its columns are the names that its first records have, in order of appearance: a
 * name that appears later only is a fault of the file, as the result could not hold its values. A line may leave out
 * names, and have them in another order.
 */
final class JsonlFile implements DataFile {
    /** Progress is told about as often. */
    private static final long STEP = 8L << 20;

    private final Bytes file;
    private final Sizes sizes;
    private final long start;
    private final List<String> columns;

    private JsonlFile(Bytes file, Sizes sizes, long start, List<String> columns) {
        this.file = file;
        this.sizes = sizes;
        this.start = start;
        this.columns = List.copyOf(columns);
    }

    static JsonlFile open(Bytes file) throws IOException {
        long start = TextStart.of(file, "save it as UTF-8");
        return new JsonlFile(file, Sizes.USUAL, start, JsonlColumns.read(file, start, Sizes.FIRST));
    }

    /** The same with sizes that make a test of every boundary. */
    static JsonlFile open(Bytes file, Sizes sizes) throws IOException {
        long start = TextStart.of(file, "save it as UTF-8");
        return new JsonlFile(file, sizes, start, JsonlColumns.read(file, start, sizes));
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public DataFile in(List<String> wanted) {
        return wanted.containsAll(columns) ? new JsonlFile(file, sizes, start, wanted) : this;
    }

    @Override
    public boolean holdsRecords() {
        return columns.contains(RowCheck.MODEL_INPUT);
    }

    @Override
    public boolean isEmpty() {
        return false; // without a record it has no columns, and is refused
    }

    @Override
    public long first() {
        return start;
    }

    @Override
    public RecordIndex index(LongConsumer progress) throws IOException {
        var marks = new Marks(Marks.MOST);
        long told = 0;
        try (JsonlRows rows = rows(start, 0)) {
            while (rows.next()) {
                marks.add(rows.position(), rows.row().jsonBytes());
                if (rows.position() - told >= STEP) {
                    told = rows.position();
                    progress.accept(told);
                }
            }
        }
        progress.accept(file.size());
        return marks.index(file.size());
    }

    @Override
    public JsonlRows rows(long position, long skip) throws IOException {
        var rows = new JsonlRows(new JsonlScanner(file, position, sizes), columns);
        try {
            for (long i = 0; i < skip; i++) {
                if (!rows.next()) {
                    throw new BrokenData(file.name() + " has fewer records than when it was planned");
                }
            }
            return rows;
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }
}
