package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class SurroundingsTest {
    private final Surroundings surroundings = new Surroundings(Duration.ZERO);
    private final Deque<RuntimeException> answers = new ArrayDeque<>();

    @Test
    void a_service_that_cannot_be_reached_or_is_busy_is_waited_for() throws Exception {
        answers.addAll(List.of(
                SdkClientException.create("Connection refused"),
                S3Exception.builder().statusCode(503).message("Slow Down").build()));

        surroundings.await("S3", "bucket", this::ask);

        assertThat(answers).isEmpty();
    }

    @Test
    void what_is_not_there_is_not_waited_for() {
        answers.add(NoSuchBucketException.builder()
                .statusCode(404)
                .message("no such bucket")
                .build());

        assertThatThrownBy(() -> surroundings.await("S3", "bucket 'b' (caravan.bucket)", this::ask))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("S3 has no bucket 'b' (caravan.bucket) for us: no such bucket");
    }

    private void ask() {
        if (!answers.isEmpty()) {
            throw answers.remove();
        }
    }
}
