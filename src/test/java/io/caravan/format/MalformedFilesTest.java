package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;

/** What is said of a file that is not what its name says, or only its beginning: which file, where, and what to do. */
class MalformedFilesTest {
    @Test
    void a_text_file_that_is_none_is_told_by_its_first_bytes() throws IOException {
        for (String name : List.of("x.csv", "x.jsonl")) {
            says(name, gzip("a\n1\n"), name + " begins as a file packed with gzip; give it a name that ends in .gz");
            says(name, parquet(), name + " begins as a Parquet file; give it a name that ends in .parquet");
        }
    }

    @Test
    void an_array_or_a_csv_among_json_lines_is_named_by_line() {
        says(
                "x.jsonl",
                ascii("[{\"a\":1},{\"a\":2}]"),
                "x.jsonl line 1: column 1 is not JSON as it should be: expected an object {…}, one a line, found an array;"
                        + " jq -c '.[]' makes lines of it");
        says(
                "x.jsonl",
                ascii("{\"a\":1}\nid,text\n"),
                "x.jsonl line 2: column 1 is not JSON as it should be: expected an object {…}, one a line, found 'i'");
    }

    @Test
    void a_parquet_file_that_is_none_or_not_whole_is_told_by_its_end() throws IOException {
        String end = " is not a Parquet file, or was cut off: the last 4 of its %d bytes are not PAR1";
        says("x.parquet", ascii("id,text\n1,x\n"), "x.parquet" + end.formatted(12));
        says("x.parquet", ascii(""), "x.parquet" + end.formatted(0));
        byte[] whole = parquet();
        says("x.parquet", Arrays.copyOf(whole, whole.length - 20), "x.parquet" + end.formatted(whole.length - 20));
    }

    @Test
    void a_parquet_file_whose_footer_is_damaged_is_broken_for_good_and_not_a_failed_read() throws IOException {
        byte[] damaged = parquet();
        Arrays.fill(damaged, damaged.length - 40, damaged.length - 8, (byte) 0x55);

        assertThatThrownBy(() -> read("x.parquet", damaged))
                .isInstanceOf(BrokenData.class)
                .hasMessageStartingWith("x.parquet: its footer, at the end of its " + damaged.length
                        + " bytes, is not one of Parquet that can be read: ");
    }

    private static void says(String name, byte[] bytes, String message) {
        assertThatThrownBy(() -> read(name, bytes))
                .isInstanceOf(BrokenData.class)
                .hasMessage(message);
    }

    private static void read(String name, byte[] bytes) throws IOException {
        Read.texts(DataSets.open(List.of(new Memory(name, bytes, 99))));
    }

    private static byte[] parquet() throws IOException {
        return GeneratedParquet.of(
                "message m { required int32 n; required binary t (STRING); }",
                50,
                CompressionCodecName.SNAPPY,
                99,
                (row, i) -> {
                    row.add("n", i);
                    row.add("t", "text " + i);
                });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(ascii(text));
        }
        return bytes.toByteArray();
    }
}
