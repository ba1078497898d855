package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A malformed file of any format is named, and where in it the fault is. */
class FaultPlaceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "x.csv|a,b#1,2#3,\"4|line 3: a double quote opens a value and is never closed",
                "x.csv|a,b#1,2,3|line 2: expected 2 fields (a, b), found 3",
                "x.csv|a,b#1,\"2\"\"\" 3|line 2: expected a separator or the line's end behind the closing double quote",
                "x.jsonl|{\"a\":1}#[1]|line 2: column 1 is not JSON as it should be: expected an object",
                "x.jsonl|{\"a\":1}##{\"a\":}|line 3: column 6 is not JSON as it should be: expected a value",
                "x.jsonl|{\"a\":1}#{\"a\":\"\u00ff\"}|line 2: byte 0xFF is not UTF-8; save the file as UTF-8",
            })
    void text_is_named_by_its_line(String name, String text, String fault) {
        byte[] bytes = text.replace('#', '\n').getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(name, bytes))
                .isInstanceOf(BrokenData.class)
                .hasMessageStartingWith("s3://bucket/" + name + " " + fault);
    }

    @Test
    void gzip_is_named_by_how_much_could_be_unpacked() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = packed.toByteArray();
        byte[] otherSum = whole.clone();
        otherSum[whole.length - 8] ^= 1;

        assertGzip(
                Arrays.copyOf(whole, whole.length - 9), "Unexpected end of ZLIB input stream behind 8 unpacked bytes");
        assertGzip("a,b\n1,2\n1,2\n".getBytes(StandardCharsets.UTF_8), "Not in GZIP format");
        assertGzip(otherSum, "Corrupt GZIP trailer behind 8 unpacked bytes");
    }

    @Test
    void parquet_is_named_by_its_row_group() throws IOException {
        byte[] whole = GeneratedParquet.of(
                "message m { required binary text (STRING); }",
                2000,
                CompressionCodecName.UNCOMPRESSED,
                4096,
                (row, i) -> row.append("text", "row " + i));
        int half = whole.length / 4;
        byte[] otherMagic = whole.clone();
        otherMagic[whole.length - 1] = 'X';
        byte[] cutFooter = joined(whole, whole.length - 60, whole.length - 8);
        byte[] cutGroup = joined(whole, half, half + whole.length / 2);
        byte[] spoiledGroup = whole.clone();
        Arrays.fill(spoiledGroup, 4, 40, (byte) 0xff);

        String file = "s3://bucket/x.parquet ";
        String footer =
                "s3://bucket/x.parquet: its footer, at the end of its " + cutFooter.length + " bytes, is not one";
        assertParquet(otherMagic, file + "is not a Parquet file, or was cut off: ");
        assertParquet(Arrays.copyOf(whole, half), file + "is not a Parquet file, or was cut off: ");
        assertParquet(cutFooter, footer);
        assertParquet(cutGroup, file + "row group ");
        assertParquet(spoiledGroup, file + "row group 0 (from 0) cannot be read: ");
    }

    @Test
    void a_store_that_fails_is_not_taken_for_a_damaged_file() {
        var failing = new Bytes() {
            @Override
            public String name() {
                return "s3://bucket/x.parquet";
            }

            @Override
            public long size() {
                return 1000;
            }

            @Override
            public InputStream open(long from, long to) {
                throw new IllegalStateException("503 Slow Down");
            }
        };
        assertThatThrownBy(() -> DataSets.open(List.of(failing)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read s3://bucket/x.parquet: 503 Slow Down");
    }

    /** Without the bytes between two places. */
    private static byte[] joined(byte[] whole, int from, int to) {
        byte[] cut = Arrays.copyOf(whole, whole.length - (to - from));
        System.arraycopy(whole, to, cut, from, whole.length - to);
        return cut;
    }

    private static void assertGzip(byte[] packed, String fault) {
        assertThatThrownBy(() -> Gzip.unpack("s3://bucket/x.csv.gz", new ByteArrayInputStream(packed), 100)
                        .readAllBytes())
                .isInstanceOf(BrokenData.class)
                .hasMessage("s3://bucket/x.csv.gz is not a whole gzip file (" + fault + "); pack it again");
    }

    private static void assertParquet(byte[] bytes, String message) {
        assertThatThrownBy(() -> read("x.parquet", bytes))
                .isInstanceOf(BrokenData.class)
                .hasMessageStartingWith(message);
    }

    private static void read(String name, byte[] bytes) throws IOException {
        DataSet data = DataSets.open(List.of(new Memory("s3://bucket/" + name, bytes, 1 << 16)));
        assertThat(Read.texts(data)).isNotEmpty();
    }
}
