package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.Cloud;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code ./caravan local}, killed with {@code kill -9} and started again on the same data folder. */
class KilledIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 1200;

    @TempDir
    Path data;

    private final List<Process> processes = new ArrayList<>();
    private int port;

    @Test
    void a_run_that_was_killed_three_times_loses_no_row_and_has_none_twice() throws Exception {
        try {
            start();
            try (S3Client s3 = s3()) {
                put(
                        s3,
                        "data/rows.csv",
                        IntStream.rangeClosed(1, ROWS)
                                .mapToObj(row -> row + ",word " + row)
                                .collect(Collectors.joining("\n", "id,word\n", "\n")));
                put(s3, "inbox/rows.json", """
                        {"s3_uri": "s3://caravan/data/rows.csv", "job_name_prefix": "rows", "prompt": "{word}",
                         "model_id": "anthropic.claude-3-haiku-20240307-v1:0", "max_records_per_batch": 100}""");
            }
            for (String state : List.of("Ready", "Submitted", "Collected")) {
                await().atMost(Duration.ofSeconds(120))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> run().filter(run -> run.path("ended_at").isTextual()
                                        || run.at("/jobs/" + state).asInt() > 0)
                                .isPresent());
                kill();
                start();
            }
            await().atMost(Duration.ofSeconds(180))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> run().filter(run -> run.hasNonNull("result")).isPresent());

            JsonNode run = run().orElseThrow();
            List<NamedCsvRecord> rows = rows(run);
            assertThat(rows)
                    .extracting(row -> row.getField("id"))
                    .isEqualTo(IntStream.rangeClosed(1, ROWS)
                            .mapToObj(Integer::toString)
                            .toList());
            assertThat(rows).extracting(row -> row.getField("status")).containsOnly("ok");
            List<JsonNode> ledger = ledger();
            assertThat(ledger.stream().filter(line -> line.path("what").asText().equals("billed")))
                    .extracting(line -> line.path("jobName").asText())
                    .hasSize(ROWS / 100)
                    .doesNotHaveDuplicates();
            assertThat(ledger.stream().filter(line -> line.path("what").asText().equals("state")))
                    .allMatch(line -> line.path("active").asInt() <= 3);
        } finally {
            kill();
        }
    }

    @Test
    void what_was_answered_on_demand_before_a_kill_is_not_asked_again() throws Exception {
        try {
            start();
            faults("{\"invocations\": {\"delayMillis\": 400}}");
            try (S3Client s3 = s3()) {
                put(
                        s3,
                        "data/few.csv",
                        IntStream.rangeClosed(1, 40)
                                .mapToObj(row -> row + ",word " + row)
                                .collect(Collectors.joining("\n", "id,word\n", "\n")));
                put(s3, "inbox/few.json", """
                        {"s3_uri": "s3://caravan/data/few.csv", "job_name_prefix": "few", "prompt": "{word}",
                         "model_id": "anthropic.claude-3-haiku-20240307-v1:0", "remainder": "on_demand"}""");
            }
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> invoked() >= 12);
            kill();
            start();
            await().atMost(Duration.ofSeconds(180))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> run().filter(run -> run.hasNonNull("result")).isPresent());

            assertThat(rows(run().orElseThrow()))
                    .hasSize(40)
                    .extracting(row -> row.getField("status"))
                    .containsOnly("ok");
            assertThat(invoked())
                    .as("at most the four under way are asked twice")
                    .isBetween(40L, 44L);
        } finally {
            kill();
        }
    }

    private long invoked() throws IOException {
        return ledger().stream()
                .filter(line -> line.path("what").asText().equals("invoked"))
                .count();
    }

    private void faults(String json) throws Exception {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (port + 4) + "/simulator/faults"))
                                .PUT(HttpRequest.BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    private void start() throws Exception {
        port = freePorts();
        processes.add(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dcaravan.home=" + Path.of("").toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.caravan.local.Main",
                        "local",
                        "--quota",
                        "3",
                        "--data",
                        data.resolve("state").toString(),
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log-" + processes.size()).toFile())
                .start());
        Process process = processes.getLast();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .failFast("the process ended", () -> !process.isAlive())
                .until(() -> !get("/api/slots").isEmpty());
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    private void kill() {
        if (!processes.isEmpty()) {
            processes.getLast().destroyForcibly().onExit().join();
        }
    }

    private static int freePorts() {
        return await().until(LocalCaravan::freePort, first -> first < 65_000);
    }

    private Optional<JsonNode> run() throws InterruptedException {
        try {
            return Optional.ofNullable(JSON.readTree(get("/api/runs")).get(0));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String get(String path) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return ""; // not up yet
        }
    }

    private List<NamedCsvRecord> rows(JsonNode run) throws IOException {
        String key = run.path("result").asText().substring("s3://caravan/".length());
        try (S3Client s3 = s3()) {
            return CsvReader.builder()
                    .ofNamedCsvRecord(s3.getObjectAsBytes(
                                    request -> request.bucket("caravan").key(key))
                            .asUtf8String())
                    .stream()
                    .toList();
        }
    }

    private List<JsonNode> ledger() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(data.resolve("state/bedrock/ledger.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static void put(S3Client s3, String key, String text) {
        s3.putObject(request -> request.bucket("caravan").key(key), RequestBody.fromString(text));
    }

    private S3Client s3() {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + (port + 1)))
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .build();
    }
}
