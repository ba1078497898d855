package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

/** Parquet files that tell of more than there is, or hold more than there is memory for. */
class HostileParquetTest {
    private static final int MAGIC = 4;

    @Test
    void a_page_that_tells_of_2_gb_is_refused_before_memory_is_taken_for_it() throws IOException {
        byte[] file = lying(small(CompressionCodecName.ZSTD), page -> page.setUncompressed_page_size(2_000_000_000));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BrokenData.class)
                .hasMessageMatching(
                        "s3://bucket/x.parquet row group 0 \\(from 0\\) cannot be read: a page of \\d+ bytes"
                                + " tells that it unpacks to 2000000000, at most 67108864 can be held; the file is damaged, or is"
                                + " to be written with smaller pages");
    }

    @Test
    void a_small_page_that_unpacks_to_more_than_can_be_held_is_refused() throws IOException {
        for (var codec : List.of(CompressionCodecName.ZSTD, CompressionCodecName.GZIP, CompressionCodecName.SNAPPY)) {
            byte[] file = GeneratedParquet.of(
                    "message m { required binary a (STRING); }",
                    1,
                    codec,
                    1 << 20,
                    (row, i) -> row.add("a", Binary.fromConstantByteArray(new byte[70_000_000])));

            assertThatThrownBy(() -> read(file))
                    .as(codec.toString())
                    .isInstanceOf(BrokenData.class)
                    .hasMessageContaining("s3://bucket/x.parquet row group 0 (from 0)")
                    .hasMessageContaining("unpacks to 70000004, at most 67108864 can be held");
        }
    }

    @Test
    void a_dictionary_that_tells_of_2_billion_values_is_refused_before_memory_is_taken_for_them() throws IOException {
        byte[] file = lying(
                small(CompressionCodecName.UNCOMPRESSED),
                page -> page.getDictionary_page_header().setNum_values(2_000_000_000));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BrokenData.class)
                .hasMessage(
                        "s3://bucket/x.parquet row group 0 (from 0) cannot be read: the dictionary of column 'a' tells"
                                + " of 2000000000 values in 18 bytes");
    }

    @Test
    void a_row_group_too_large_to_be_held_is_refused_when_the_file_is_opened() throws IOException {
        byte[] file = small(CompressionCodecName.SNAPPY);
        FileMetaData footer = footer(file);
        footer.getRow_groups().getFirst().setTotal_compressed_size(200_000_000);
        footer.getRow_groups().getFirst().getColumns().getFirst().getMeta_data().setTotal_compressed_size(200_000_000);
        byte[] end = end(footer);

        assertThatThrownBy(() -> ParquetFile.open(behindNothing(300_000_000, end)))
                .isInstanceOf(BrokenData.class)
                .hasMessage(
                        "s3://bucket/x.parquet row group 0 (from 0) has 200000000 bytes, at most 134217728 can be held;"
                                + " write the file with smaller row groups, or give the service a heap of 8 times as many");
    }

    private static byte[] small(CompressionCodecName codec) throws IOException {
        return GeneratedParquet.of(
                "message m { required binary a (STRING); }", 30, codec, 1 << 20, (row, i) -> row.add("a", "v" + i % 3));
    }

    private static void read(byte[] file) throws IOException {
        Read.texts(DataSets.open(List.of(new Memory("s3://bucket/x.parquet", file, 1 << 20))));
    }

    /** A file of one column whose first page, its dictionary, says something else. */
    private static byte[] lying(byte[] file, Consumer<PageHeader> lie) throws IOException {
        var pages = new ByteArrayInputStream(file, MAGIC, file.length - MAGIC);
        PageHeader page = Util.readPageHeader(pages);
        int headed = file.length - pages.available();
        lie.accept(page);
        var whole = new ByteArrayOutputStream();
        whole.write(file, 0, MAGIC);
        Util.writePageHeader(page, whole);
        int longer = whole.size() - headed;
        int to = file.length - footerLength(file) - 2 * MAGIC;
        whole.write(file, headed, to - headed);
        FileMetaData footer = footer(file);
        var column = footer.getRow_groups().getFirst().getColumns().getFirst().getMeta_data();
        column.setTotal_compressed_size(column.getTotal_compressed_size() + longer);
        column.setData_page_offset(column.getData_page_offset() + longer);
        whole.writeBytes(end(footer));
        return whole.toByteArray();
    }

    private static FileMetaData footer(byte[] file) throws IOException {
        int length = footerLength(file);
        return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - length - 2 * MAGIC, length));
    }

    private static int footerLength(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 2 * MAGIC);
    }

    private static byte[] end(FileMetaData footer) throws IOException {
        var end = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, end);
        end.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(end.size())
                .array());
        end.writeBytes(new byte[] {'P', 'A', 'R', '1'});
        return end.toByteArray();
    }

    /** A file of nothing but its end. */
    private static Bytes behindNothing(long nothing, byte[] end) {
        return new Bytes() {
            @Override
            public String name() {
                return "s3://bucket/x.parquet";
            }

            @Override
            public long size() {
                return nothing + end.length;
            }

            @Override
            public InputStream open(long from, long to) {
                var bytes = new byte[(int) (to - from)];
                int ends = (int) Math.min(bytes.length, to - Math.max(from, nothing));
                byte[] last = Arrays.copyOf(end, end.length - (int) (size() - to));
                System.arraycopy(last, last.length - ends, bytes, bytes.length - ends, ends);
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
