package io.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import io.caravan.local.LocalCaravan;
import io.caravan.local.Snapshot;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the fixture of this version for those to come: three runs that were interrupted. Of one, some jobs are collected, with
 * rows that failed, some at Bedrock, the others ready; the second is planned; the third was dropped and not yet seen. CONTRIBUTING says
 * when to run it.
 */
@EnabledIfSystemProperty(named = "caravan.fixture", matches = ".+")
class MidRun {
    static final int ROWS = 120;
    /** Fewest records of a job: small files are enough. */
    static final int LEAST = 10;

    private static final int QUOTA = 2;

    @Test
    void is_written(@TempDir Path data) throws IOException {
        Path models = models(data);
        try (LocalCaravan caravan = LocalCaravan.start(
                LocalCaravan.cloud(data, limits(QUOTA)), QUOTA, Map.of("caravan.models", models.toString()))) {
            caravan.cloud()
                    .simulator()
                    .faults(Faults.NONE.withRecords(new Faults.RecordFault("word 1", 0, 500, "Internal error", 1)));
            caravan.put("data/rows.csv", rows());
            caravan.cloud().simulator().clock().setRate(0.1); // or, on a busy machine, it is over before it is stopped
            String under = caravan.drop(manifest("under-way"));
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> jobs(caravan, under, "Collected") >= 1);
            caravan.cloud().simulator().clock().setRate(0);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> jobs(caravan, under, "Submitted") == QUOTA
                            && jobs(caravan, under, "Ready") > 0
                            && jobs(caravan, under, "Planned")
                                            + jobs(caravan, under, "Writing")
                                            + jobs(caravan, under, "Ended")
                                    == 0);
            caravan.stopService();
            caravan.startService(Map.of("caravan.chunks.ahead", "0"));
            String planned = caravan.drop(manifest("planned"));
            await().atMost(Duration.ofMinutes(2)).until(() -> jobs(caravan, planned, "Planned") == 6);
            caravan.stopService();
            caravan.drop(manifest("dropped"));
            new Snapshot(Path.of(System.getProperty("caravan.fixture"))).take(caravan.cloud());
        }
    }

    static Limits limits(int quota) {
        return Limits.DEFAULT.withActiveJobs(quota).withMinimumRecords(LEAST);
    }

    /** The shipped models, with a smaller minimum. */
    static Path models(Path folder) throws IOException {
        String shipped = Files.readString(Path.of("config/models.yaml"));
        return Files.writeString(
                folder.resolve("models.yaml"), shipped.replace("min_records: 100\n", "min_records: " + LEAST + "\n"));
    }

    private static long jobs(LocalCaravan caravan, String manifest, String state) {
        return caravan.find(manifest)
                .map(run -> run.at("/jobs/" + state).asLong())
                .orElse(0L);
    }

    private static String rows() {
        return IntStream.rangeClosed(1, ROWS)
                .mapToObj(row -> row + ",word " + row)
                .collect(Collectors.joining("\n", "id,word\n", "\n"));
    }

    static String manifest(String name) {
        return """
                {"s3_uri": "s3://caravan/data/rows.csv", "job_name_prefix": "%s", "prompt": "Say {word}!",
                 "model_id": "anthropic.claude-3-haiku-20240307-v1:0", "max_records_per_batch": 20}""".formatted(name);
    }
}
