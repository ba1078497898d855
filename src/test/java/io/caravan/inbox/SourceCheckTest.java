package io.caravan.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.fakes.MemoryStore;
import io.caravan.model.Refused;
import io.caravan.model.S3Uri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class SourceCheckTest {
    private final MemoryStore store = new MemoryStore();
    private final SourceCheck check = new SourceCheck(store, uri -> true, "bucket");

    @Test
    void columns_are_seen_through_gzip_and_below_a_prefix() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write("id,text\n1,x\n".getBytes(StandardCharsets.UTF_8));
        }
        store.put(new S3Uri("bucket", "data/1.csv.gz"), packed.toByteArray(), "");

        assertThat(check.head(check.locate("s3://bucket/data/1.csv.gz"), Optional.empty(), false)
                        .columns())
                .containsExactly("id", "text");
        assertThat(check.head(check.locate("s3://bucket/data/"), Optional.empty(), false)
                        .columns())
                .containsExactly("id", "text");
    }

    @Test
    void a_prefix_without_files_of_a_known_format_and_a_broken_pack_are_refused() {
        store.put(new S3Uri("bucket", "data/x.txt"), new byte[9], "");
        store.put(new S3Uri("bucket", "x.jsonl.gz"), new byte[9], "");

        assertThatThrownBy(() -> check.head(check.locate("s3://bucket/data/"), Optional.empty(), false))
                .isInstanceOf(Refused.class)
                .hasMessage("s3_uri: there is no object below s3://bucket/data/ whose name ends in one of .csv, .jsonl,"
                        + " .ndjson, .parquet; of the text formats with .gz too");
        assertThatThrownBy(() -> check.head(check.locate("s3://bucket/x.jsonl.gz"), Optional.empty(), false))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "s3_uri: s3://bucket/x.jsonl.gz is not a whole gzip file (Not in GZIP format); pack it again");
    }
}
