package io.caravan.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * How Parquet files of one schema become one file without their rows being read: the stretches that hold their row groups
 * one behind the other, then a footer that knows where each row group stands now.
 *
 * @param stretches one of each file, in order
 * @param end what comes behind them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ParquetJoin(List<Stretch> stretches, byte[] end) {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /** The footer's length and the magic. */
    private static final int TAIL = Integer.BYTES + MAGIC.length;

    /** Bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public record Stretch(long from, long to) {}

    /** Reads the footers of all files. */
    public static ParquetJoin of(List<? extends Bytes> files) throws IOException {
        var stretches = new ArrayList<Stretch>();
        var groups = new ArrayList<RowGroup>();
        FileMetaData whole = new FileMetaData();
        long at = 0;
        long rows = 0;
        for (Bytes file : files) {
            int length = footerLength(file);
            long to = file.size() - TAIL - length;
            FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(read(file, to, to + length)));
            long from = stretches.isEmpty() ? 0 : MAGIC.length; // the first one's magic becomes the whole's
            for (RowGroup group : footer.getRow_groups()) {
                shift(group, at - from);
                group.unsetOrdinal(); // optional, and too small for many groups
                groups.add(group);
            }
            whole = stretches.isEmpty() ? footer : whole;
            stretches.add(new Stretch(from, to));
            at += to - from;
            rows += footer.getNum_rows();
        }
        whole.setRow_groups(groups);
        whole.setNum_rows(rows);
        return new ParquetJoin(List.copyOf(stretches), end(whole));
    }

    private static int footerLength(Bytes file) throws IOException {
        byte[] tail = read(file, file.size() - TAIL, file.size());
        return ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private static byte[] read(Bytes file, long from, long to) throws IOException {
        try (InputStream in = file.open(from, to)) {
            return in.readNBytes(Math.toIntExact(to - from));
        }
    }

    private static void shift(RowGroup group, long by) {
        if (group.isSetFile_offset()) {
            group.setFile_offset(group.getFile_offset() + by);
        }
        for (ColumnChunk chunk : group.getColumns()) {
            chunk.setFile_offset(chunk.getFile_offset() + by);
            if (chunk.isSetOffset_index_offset()) {
                chunk.setOffset_index_offset(chunk.getOffset_index_offset() + by);
            }
            if (chunk.isSetColumn_index_offset()) {
                chunk.setColumn_index_offset(chunk.getColumn_index_offset() + by);
            }
            shift(chunk.getMeta_data(), by);
        }
    }

    private static void shift(ColumnMetaData column, long by) {
        column.setData_page_offset(column.getData_page_offset() + by);
        if (column.isSetDictionary_page_offset()) {
            column.setDictionary_page_offset(column.getDictionary_page_offset() + by);
        }
        if (column.isSetIndex_page_offset()) {
            column.setIndex_page_offset(column.getIndex_page_offset() + by);
        }
        if (column.isSetBloom_filter_offset()) {
            column.setBloom_filter_offset(column.getBloom_filter_offset() + by);
        }
    }

    private static byte[] end(FileMetaData footer) throws IOException {
        var end = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, end);
        end.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(end.size())
                .array());
        end.writeBytes(MAGIC);
        return end.toByteArray();
    }
}
