package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** A Parquet file's rows from some row group on; one group is held, as packed as it is in the file. */
final class ParquetRows implements Rows {
    private final String file;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private int group;
    private long left;
    private RecordReader<Group> records;
    private ParquetRow row;

    /** @param schema the columns to read, all or some of the file's */
    @SuppressWarnings("NullAway.Init") // there is no row before the first call of next
    ParquetRows(String file, ParquetFileReader reader, MessageType schema, int group) {
        this.file = file;
        this.reader = reader;
        this.schema = schema;
        this.group = group;
        reader.setRequestedSchema(schema);
    }

    @Override
    public boolean next() throws IOException {
        if (!ready()) {
            return false;
        }
        left--;
        try {
            row = new ParquetRow(records.read(), schema);
            return true;
        } catch (RuntimeException e) {
            throw broken(group - 1, e);
        }
    }

    /** Steps over rows without a look at them. */
    void skip(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            if (!next()) {
                return;
            }
        }
    }

    private boolean ready() throws IOException {
        while (left == 0) {
            if (group == reader.getRowGroups().size()) {
                return false;
            }
            try {
                PageReadStore pages = ParquetRoom.checked(reader.readRowGroup(group));
                left = pages.getRowCount();
                records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
            } catch (IOException | RuntimeException e) {
                throw broken(group, e);
            }
            group++;
        }
        return true;
    }

    private BrokenData broken(int number, Exception e) throws IOException {
        return ParquetFault.of(file + " row group " + number + " (from 0) cannot be read", e);
    }

    @Override
    public ParquetRow row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
