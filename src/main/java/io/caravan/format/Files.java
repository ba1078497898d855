package io.caravan.format;

import io.caravan.model.BrokenData;
import io.caravan.model.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.parquet.schema.Type;

/** A data set of one or more files with the same columns. Only the first is opened before the others are needed. */
final class Files implements DataSet {
    /** Opens a file in its format. */
    @FunctionalInterface
    interface Opener {
        DataFile open(Bytes file) throws IOException;
    }

    private final List<Bytes> files;
    private final Opener opener;
    private final DataFile first;

    private Files(List<Bytes> files, Opener opener, DataFile first) {
        this.files = List.copyOf(files);
        this.opener = opener;
        this.first = first;
    }

    static Files open(List<Bytes> files, Opener opener) throws IOException {
        return new Files(files, opener, opener.open(files.get(0)));
    }

    @Override
    public List<String> columns() {
        return first.columns();
    }

    @Override
    public List<Type> types() {
        return first.types();
    }

    @Override
    public void checkTypes() throws IOException {
        List<Type> types = types();
        for (int i = 1; i < files.size(); i++) {
            DataFile file = file(i);
            List<Type> others = file.types();
            for (int column = 0; column < types.size(); column++) {
                if (!types.get(column).equals(others.get(column))) {
                    throw new BrokenData(
                            "a Parquet result needs the same types in all files: " + first.name() + " has '"
                                    + types.get(column) + "', " + file.name() + " has '" + others.get(column)
                                    + "'; write them with one schema, or ask for output_format csv or jsonl");
                }
            }
        }
    }

    @Override
    public boolean holdsRecords() {
        return first.holdsRecords();
    }

    @Override
    public boolean isEmpty() throws IOException {
        for (int i = 0; i < files.size(); i++) {
            if (!file(i).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public RecordIndex index(LongConsumer progress) throws IOException {
        var indexes = new ArrayList<RecordIndex>();
        long before = 0;
        for (int i = 0; i < files.size(); i++) {
            long start = before;
            indexes.add(file(i).index(read -> progress.accept(start + read)));
            before += files.get(i).size();
        }
        return indexes.size() == 1 ? indexes.get(0) : new FilesIndex(indexes);
    }

    @Override
    public Rows rows(Slice slice) throws IOException {
        return new FilesRows(this, slice);
    }

    int count() {
        return files.size();
    }

    /** Opens file {@code i}. */
    DataFile file(int i) throws IOException {
        if (i == 0) {
            return first;
        }
        DataFile file = opener.open(files.get(i)).in(first.columns());
        if (!file.columns().equals(first.columns())) {
            throw new BrokenData("expected the same columns in all files: " + first.name() + " has ("
                    + String.join(", ", first.columns()) + "), " + file.name() + " has ("
                    + String.join(", ", file.columns()) + ")");
        }
        return file;
    }
}
