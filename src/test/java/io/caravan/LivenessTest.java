package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caravan.local.LocalCaravan;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** Health says when a replica has to be replaced by another. */
class LivenessTest {
    @Test
    void a_replica_whose_calls_of_aws_are_over_for_good_is_not_alive(@TempDir Path data) {
        try (LocalCaravan caravan = LocalCaravan.start(data, 1)) {
            assertThat(caravan.managed("/q/health/live")).contains("\"status\":\"UP\"");
            S3Client s3 = caravan.service().camel().getRegistry().lookupByNameAndType("s3", S3Client.class);
            ContentStreamProvider failing = () -> new InputStream() {
                @Override
                public int read() {
                    throw new OutOfMemoryError("caused by this test");
                }
            };

            assertThatThrownBy(() -> s3.putObject(
                            request -> request.bucket("caravan").key("data/x"),
                            RequestBody.fromContentProvider(failing, 5, "text/plain")))
                    .hasStackTraceContaining("caused by this test");

            assertThatThrownBy(() -> s3.listBuckets()).hasStackTraceContaining("shut down");
            await().untilAsserted(
                            () -> assertThat(caravan.managed("/q/health/live")).contains("\"status\":\"DOWN\""));
        }
    }
}
