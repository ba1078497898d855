package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.fakes.MemoryStore;
import io.caravan.format.Bytes;
import io.caravan.format.DataSets;
import io.caravan.model.BrokenData;
import io.caravan.model.CsvForm;
import io.caravan.model.Refused;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.S3Uri;
import io.caravan.model.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PinTest {
    private final MemoryStore store = new MemoryStore();
    private final RunFolder folder = new RunFolder("bucket", new RunId("a-run"));
    private final Pin pin = new Pin(store, folder, 1000);

    @Test
    void all_files_of_known_formats_below_a_prefix_are_pinned_in_key_order() throws IOException {
        put("data/b.csv", "a\n2\n");
        put("data/a/x.CSV", "a\n1\n");
        put("data/_SUCCESS", "");
        put("data/readme.txt", "no");
        put("data/c.jsonl", "{\"a\":3}\n");
        put("database.csv", "z\n9\n");

        List<Bytes> files = pin.files(source("data/"));

        assertThat(files.stream().map(Bytes::name))
                .containsExactly("s3://bucket/data/a/x.CSV", "s3://bucket/data/b.csv", "s3://bucket/data/c.jsonl");
        assertThat(store.text(folder.source(1, ".csv").toString()).orElseThrow())
                .isEqualTo("a\n1\n");
        assertThat(store.text(folder.source(3, ".jsonl").toString()).orElseThrow())
                .isEqualTo("{\"a\":3}\n");
        assertThat(DataSets.open(files).index(read -> {}).records()).isEqualTo(3);
    }

    @Test
    void what_an_earlier_attempt_pinned_and_is_there_no_more_is_removed() throws IOException {
        put("data/a.csv", "a\n1\n");
        put("runs/a-run/source/00002.csv", "a\n2\n");

        pin.files(source("data/"));

        assertThat(store.head(folder.source(2, ".csv"))).isEmpty();
    }

    @Test
    void what_was_pinned_as_a_whole_stays_whatever_becomes_of_the_source() throws IOException {
        put("data/a.csv", "a\n1\n");
        pin.files(source("data/"));
        put("data/0.csv", "a\n0\n");

        assertThat(pin.files(source("data/")).stream().map(Bytes::name)).containsExactly("s3://bucket/data/a.csv");
    }

    @Test
    void packed_files_are_unpacked_all_members_of_them() throws IOException {
        store.put(new S3Uri("bucket", "x.csv.gz"), both(gzip("a\n1\n"), gzip("2\n")), "");

        List<Bytes> files = pin.files(source("x.csv.gz"));

        assertThat(store.text(folder.source(1, ".csv").toString()).orElseThrow())
                .isEqualTo("a\n1\n2\n");
        assertThat(DataSets.open(files).columns()).containsExactly("a");
    }

    @Test
    void a_damaged_or_cut_file_is_named() throws IOException {
        put("x.csv.gz", "a\n1\n");
        assertThatThrownBy(() -> pin.files(source("x.csv.gz")))
                .isInstanceOf(BrokenData.class)
                .hasMessage("s3://bucket/x.csv.gz is not a whole gzip file (Not in GZIP format); pack it again");

        assertThat(store.head(folder.pinned())).isEmpty();
        byte[] whole = gzip("a\n" + "1\n".repeat(99));
        store.put(new S3Uri("bucket", "y.csv.gz"), Arrays.copyOf(whole, whole.length - 12), "");
        assertThatThrownBy(() -> pin.files(source("y.csv.gz")))
                .isInstanceOf(BrokenData.class)
                .hasMessageStartingWith("s3://bucket/y.csv.gz is not a whole gzip file (");
        assertThat(store.head(folder.source(1, ".csv"))).isEmpty();
    }

    @Test
    void csv_in_a_declared_charset_becomes_utf8_packed_or_not_and_other_files_stay() throws IOException {
        byte[] latin = "näme\né\n".getBytes(StandardCharsets.ISO_8859_1);
        store.put(new S3Uri("bucket", "data/1.csv"), latin, "");
        store.put(new S3Uri("bucket", "data/2.csv.gz"), gzip(latin), "");
        put("data/3.jsonl", "{\"näme\":\"é\"}\n");
        var source = new Source.Stored(new S3Uri("bucket", "data/"), new CsvForm(',', StandardCharsets.ISO_8859_1));

        List<Bytes> files = pin.files(source);

        assertThat(store.text(folder.source(1, ".csv").toString())).contains("näme\né\n");
        assertThat(store.text(folder.source(2, ".csv").toString())).contains("näme\né\n");
        assertThat(store.text(folder.source(3, ".jsonl").toString())).contains("{\"näme\":\"é\"}\n");
        assertThat(DataSets.open(files, source.csv()).columns()).containsExactly("näme");
    }

    @Test
    void a_byte_that_is_not_of_the_declared_charset_is_named_and_nothing_is_pinned() {
        store.put(new S3Uri("bucket", "x.csv"), new byte[] {'a', '\n', 'b', (byte) 0x81, '\n'}, "");
        var source = new Source.Stored(new S3Uri("bucket", "x.csv"), new CsvForm(',', Charset.forName("windows-1252")));

        assertThatThrownBy(() -> pin.files(source))
                .isInstanceOf(BrokenData.class)
                .hasMessage(
                        "s3://bucket/x.csv byte 3 (from 0): 0x81 is no character of windows-1252, which the manifest's"
                                + " csv.charset declares; declare the charset that the file is in, or mend it");
        assertThat(store.head(folder.source(1, ".csv"))).isEmpty();
    }

    @Test
    void a_file_that_unpacks_to_more_than_the_limit_is_refused() throws IOException {
        store.put(new S3Uri("bucket", "x.csv.gz"), gzip("a\n" + "1\n".repeat(1000)), "");

        assertThatThrownBy(() -> pin.files(source("x.csv.gz")))
                .isInstanceOf(BrokenData.class)
                .hasMessage("s3://bucket/x.csv.gz unpacks to more than 1000 bytes, the limit (setting"
                        + " caravan.max-unpacked-bytes); raise it or split the file");
    }

    @Test
    void json_lines_of_several_files_may_leave_out_names_and_have_them_in_another_order() throws IOException {
        put("data/1.jsonl", "{\"a\":1,\"b\":2}\n");
        put("data/2.jsonl", "{\"b\":3}\n{\"b\":4,\"a\":5}\n");
        assertThat(DataSets.open(pin.files(source("data/"))).index(read -> {}).records())
                .isEqualTo(3);

        put("data/3.jsonl", "{\"c\":3}\n");
        store.delete(folder.pinned());
        assertThatThrownBy(() -> DataSets.open(pin.files(source("data/"))).index(read -> {}))
                .hasMessage("expected the same columns in all files: s3://bucket/data/1.jsonl has (a, b),"
                        + " s3://bucket/data/3.jsonl has (c)");
    }

    @Test
    void a_source_that_is_gone_is_refused() {
        assertThatThrownBy(() -> pin.files(source("data/")))
                .isInstanceOf(Refused.class)
                .hasMessage("s3_uri: there is no object s3://bucket/data/ any more");
    }

    private static Source.Stored source(String key) {
        return new Source.Stored(new S3Uri("bucket", key), CsvForm.USUAL);
    }

    private void put(String key, String text) {
        store.put(new S3Uri("bucket", key), text.getBytes(StandardCharsets.UTF_8), "");
    }

    private static byte[] both(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }
}
