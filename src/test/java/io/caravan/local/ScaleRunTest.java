package io.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/scale.md says of the calls for a chunk. */
class ScaleRunTest {

    @Test
    void a_chunk_costs_these_calls_whichever_it_is(@TempDir Path data) throws Exception {
        var measured = new ScaleRun(Path.of(""), data, Duration.ofSeconds(3), line -> {}).run(30, 10);

        assertThat(measured.chunk().get("Bedrock CreateModelInvocationJob")).isEqualTo(1);
        assertThat(measured.chunk().get("DynamoDB TransactWriteItems")).isCloseTo(6, Offset.offset(1.0));
        assertThat(measured.chunk().get("S3 GetObject")).isCloseTo(8, Offset.offset(1.5));
        assertThat(measured.chunk().get("S3 PutObject")).isCloseTo(4, Offset.offset(1.5));
        assertThat(measured.chunk().get("SQS SendMessage")).isCloseTo(4, Offset.offset(0.2));
        assertThat(measured.marks()).extracting(ScaleRun.Mark::chunks).endsWith(30L);
    }
}
