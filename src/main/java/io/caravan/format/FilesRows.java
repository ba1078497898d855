package io.caravan.format;

import io.caravan.model.BrokenData;
import io.caravan.model.Slice;
import java.io.IOException;

/** A slice's rows, going on from file to file until it has them all. */
final class FilesRows implements Rows {
    private final Files files;
    private final Slice slice;
    private int file;
    private Rows rows;
    private long read;

    FilesRows(Files files, Slice slice) throws IOException {
        this.files = files;
        this.slice = slice;
        file = slice.file();
        rows = files.file(file).rows(slice.position(), slice.skip());
    }

    @Override
    public boolean next() throws IOException {
        if (read == slice.records()) {
            return false;
        }
        while (!rows.next()) {
            open();
        }
        read++;
        return true;
    }

    /** Goes on with the next file. */
    private void open() throws IOException {
        rows.close();
        file++;
        if (file == files.count()) {
            throw new BrokenData(files.file(file - 1).name() + " ends after " + read + " of " + slice.records()
                    + " records: it changed since it was planned");
        }
        DataFile next = files.file(file);
        rows = next.rows(next.first(), 0);
    }

    @Override
    public Row row() {
        return rows.row();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
