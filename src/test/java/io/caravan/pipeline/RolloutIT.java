package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.Cloud;
import io.caravan.simulator.bedrock.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Replicas that take each other's place while runs are under way, as in a rollout. */
class RolloutIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int QUOTA = 2;
    private static final int ROWS = 600;
    private static final int JOBS = 6;
    /** Seconds that the deployment gives a container to end; see DeploymentTest. */
    private static final int GRACE = 60;

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_replica_that_is_drained_and_one_that_is_killed_are_replaced_without_a_lost_row() throws Exception {
        try (Cloud cloud = LocalCaravan.cloud(data, Limits.DEFAULT.withActiveJobs(QUOTA));
                S3Client s3 = s3(cloud);
                Replica first = new Replica(cloud, "first")) {
            put(s3, "data/rows.csv", rows());
            first.awaitReady();
            List<String> drained = List.of(drop(s3, "a"), drop(s3, "b"));
            awaitHalfWay(first, drained.getFirst());
            try (Replica second = new Replica(cloud, "second")) {
                second.awaitReady();
                first.process.destroy();
                assertThat(first.process.waitFor(GRACE, TimeUnit.SECONDS)).isTrue();
                String killed = drop(s3, "c");
                awaitHalfWay(second, killed);
                try (Replica third = new Replica(cloud, "third")) {
                    third.awaitReady();
                    second.process.destroyForcibly().onExit().join();
                    assertEveryRowOnce(s3, third, drained.getFirst());
                    assertEveryRowOnce(s3, third, drained.getLast());
                    assertEveryRowOnce(s3, third, killed);
                }
            }
            List<JsonNode> ledger = ledger(cloud);
            assertThat(ledger.stream().filter(line -> line.path("what").asText().equals("billed")))
                    .extracting(line -> line.path("jobName").asText())
                    .hasSize(3 * JOBS)
                    .doesNotHaveDuplicates();
            assertThat(ledger.stream().filter(line -> line.path("what").asText().equals("state")))
                    .allMatch(line -> line.path("active").asInt() <= QUOTA);
        }
    }

    /** A process of its own. */
    private final class Replica implements AutoCloseable {
        private final Process process;
        private final int page = LocalCaravan.freePort();
        private final int management = LocalCaravan.freePort();

        Replica(Cloud cloud, String name) throws IOException {
            var builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dcaravan.home=" + Path.of("").toAbsolutePath(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.caravan.Application");
            var environment = builder.environment();
            environment.putAll(LocalCaravan.environment(cloud));
            environment.put("CARAVAN_SLOTS", Integer.toString(QUOTA));
            environment.put("CARAVAN_SUBMIT_EVERY", "1");
            environment.put("CARAVAN_PATIENCE", "4");
            environment.put("CARAVAN_SILENCE", "3");
            environment.put("CARAVAN_VISIBILITY", "5");
            environment.put("CARAVAN_LEASE", "3");
            environment.put("CARAVAN_SWEEP_CRON", "0/1 * * * * ?");
            environment.put("CAMEL_SERVER_PORT", Integer.toString(page));
            environment.put("CAMEL_MANAGEMENT_PORT", Integer.toString(management));
            process = builder.redirectErrorStream(true)
                    .redirectOutput(data.resolve(name + ".log").toFile())
                    .start();
        }

        void awaitReady() {
            await().atMost(Duration.ofMinutes(2))
                    .failFast("the replica ended", () -> !process.isAlive())
                    .ignoreExceptions()
                    .until(() -> get(management, "/q/health/ready").statusCode() == 200);
        }

        Optional<JsonNode> run(String manifest) throws Exception {
            for (JsonNode run : JSON.readTree(get(page, "/api/runs").body())) {
                if (run.path("manifest").asText().equals(manifest)) {
                    return Optional.of(run);
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Some jobs are collected, some are at Bedrock, and some wait for that. */
    private static void awaitHalfWay(Replica replica, String manifest) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> replica.run(manifest)
                        .filter(run -> run.at("/jobs/Collected").asInt() > 0)
                        .filter(run -> run.at("/jobs/Collected").asInt() < JOBS - QUOTA)
                        .isPresent());
    }

    private static void assertEveryRowOnce(S3Client s3, Replica replica, String manifest) throws Exception {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> replica.run(manifest)
                        .filter(run -> run.path("state").asText().matches("done|failed"))
                        .isPresent());
        String key = replica.run(manifest).orElseThrow().path("result").asText().substring("s3://caravan/".length());
        List<NamedCsvRecord> rows = CsvReader.builder()
                .ofNamedCsvRecord(
                        s3.getObjectAsBytes(request -> request.bucket("caravan").key(key))
                                .asUtf8String())
                .stream()
                .toList();
        assertThat(rows)
                .extracting(row -> row.getField("id"))
                .isEqualTo(IntStream.rangeClosed(1, ROWS)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(rows).extracting(row -> row.getField("status")).containsOnly("ok");
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<JsonNode> ledger(Cloud cloud) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(cloud.simulator().ledger())) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static String rows() {
        return IntStream.rangeClosed(1, ROWS)
                .mapToObj(row -> row + ",word " + row)
                .collect(Collectors.joining("\n", "id,word\n", "\n"));
    }

    private static String drop(S3Client s3, String name) {
        String key = "inbox/" + name + ".json";
        put(s3, key, """
                {"s3_uri": "s3://caravan/data/rows.csv", "job_name_prefix": "%s", "prompt": "{word}",
                 "model_id": "anthropic.claude-3-haiku-20240307-v1:0", "max_records_per_batch": %d}""".formatted(name, ROWS / JOBS));
        return key;
    }

    private static void put(S3Client s3, String key, String text) {
        s3.putObject(request -> request.bucket("caravan").key(key), RequestBody.fromString(text));
    }

    private static S3Client s3(Cloud cloud) {
        return S3Client.builder()
                .endpointOverride(cloud.s3())
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .build();
    }
}
