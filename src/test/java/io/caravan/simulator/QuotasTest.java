package io.caravan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotasTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 | 1000 | 100000 | 1000000 | contains more records (120) than the maximum of: 100",
                "1000 | 100 | 100000 | 1000000 | Batch job contains more records (120) than the maximum of: 100",
                "1000 | 1000 | 1000 | 1000000 | more than the maximum of: 1000",
                "1000 | 1000 | 100000 | 2000 | Batch job input has more bytes"
            })
    void too_many_records_or_bytes_fail_in_validation(
            int recordsPerFile, int recordsPerJob, long bytesPerFile, long bytesPerJob, String message)
            throws IOException {
        Limits limits = new Limits(100, 3, 100, recordsPerFile, recordsPerJob, bytesPerFile, bytesPerJob);
        try (SimulatedBedrock bedrock = SimulatedBedrock.start(
                folder, Simulation.DEFAULT.with(Delays.NONE).with(limits))) {
            String arn = bedrock.createJob("jokes", 120);

            await().until(() -> bedrock.get(arn).endTime() != null);
            assertThat(bedrock.status(arn)).isEqualTo("Failed");
            assertThat(bedrock.get(arn).message()).contains(message);
        }
    }

    @Test
    void the_defaults_are_those_of_a_new_account() {
        assertThat(Limits.DEFAULT).isEqualTo(new Limits(100, 3, 100, 100_000, 100_000, 1_000_000_000L, 5_000_000_000L));
    }
}
