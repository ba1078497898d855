package io.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.Application;
import io.caravan.simulator.Cloud;
import io.caravan.simulator.CloudSettings;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A run of many tiny chunks through the whole service on the embedded cloud, with every call of the SDK counted. */
final class ScaleRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 2;
    private static final int QUOTA = 50;
    /** As AWS writes them, where the SDK does not. */
    private static final Map<String, String> SERVICES = Map.of("DynamoDb", "DynamoDB", "Sqs", "SQS");

    private static final Pattern CALLS = Pattern.compile(
            "caravan_api_calls_seconds_count\\{operation=\"([^\"]+)\",outcome=\"[^\"]+\",service=\"([^\"]+)\"[^}]*} ([0-9.E]+)");

    private final Path home;
    private final Path data;
    private final Duration idle;
    private final Consumer<String> out;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int page = freePort();
    private final int management = freePort();

    /**
     * @param home Caravan's folder
     * @param data where the cloud is kept meanwhile
     * @param idle how long the clock's calls are counted
     * @param out takes what is going on
     */
    ScaleRun(Path home, Path data, Duration idle, Consumer<String> out) {
        this.idle = idle;
        this.home = home;
        this.data = data;
        this.out = out;
    }

    /**
     * What was measured.
     *
     * @param chunk calls for a chunk, by {@code service operation}, without those that the clock makes
     * @param hour calls that the clock makes in an hour
     * @param marks at every so many chunks, the first at none
     */
    record Measured(SortedMap<String, Double> chunk, SortedMap<String, Double> hour, List<Mark> marks) {}

    /** Chunks collected, seconds since the first one, and all calls until then. */
    record Mark(long chunks, double seconds, double calls) {}

    Measured run(int chunks, int step) throws Exception {
        var simulation = Simulation.DEFAULT
                .with(Delays.NONE)
                .with(Limits.DEFAULT.withActiveJobs(QUOTA).withMinimumRecords(ROWS));
        try (Cloud cloud = Cloud.start(CloudSettings.in(data.resolve("cloud"))
                .withInMemoryDynamo()
                .with(Blueprint.deployment())
                .with(simulation))) {
            Exports.apply(cloud);
            try (Application service = new Application(settings(cloud))) {
                service.start();
                SortedMap<String, Double> clock = perHour();
                drop(cloud, chunks);
                return measured(chunks, step, clock);
            }
        }
    }

    private Map<String, String> settings(Cloud cloud) throws IOException {
        Path models = data.resolve("models.yaml");
        Files.writeString(
                models,
                Files.readString(home.resolve("config/models.yaml"))
                        .replace("min_records: 100\n", "min_records: " + ROWS + "\n"));
        Map<String, String> settings = Exports.service(cloud);
        // The clock of production, not that of the embedded cloud.
        for (String ours : List.of(
                "caravan.patience",
                "caravan.silence",
                "caravan.sweep.cron",
                "caravan.list.cron",
                "caravan.quota-pause",
                "caravan.poll")) {
            settings.remove(ours);
        }
        settings.put("caravan.models", models.toString());
        settings.put("caravan.slots", Integer.toString(QUOTA));
        settings.put("camel.server.port", Integer.toString(page));
        settings.put("camel.management.port", Integer.toString(management));
        settings.put("camel.main.shutdown-timeout", "5");
        return settings;
    }

    private SortedMap<String, Double> perHour() throws Exception {
        out.accept("counting what the clock calls for " + idle.toSeconds() + " s ...");
        SortedMap<String, Double> before = calls();
        Thread.sleep(idle.toMillis());
        SortedMap<String, Double> clock = each(calls(), before, idle.toMillis() / 3.6e6);
        clock.values().removeIf(times -> times == 0);
        return clock;
    }

    private void drop(Cloud cloud, int chunks) throws IOException {
        Path rows = data.resolve("rows.csv");
        try (var lines = Files.newBufferedWriter(rows)) {
            lines.write("id,word\n");
            for (int row = 1; row <= chunks * ROWS; row++) {
                lines.write(row + ",word\n");
            }
        }
        try (S3Client s3 = S3Client.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.s3())
                .build()) {
            s3.putObject(request -> request.bucket(Blueprint.BUCKET).key("data/rows.csv"), RequestBody.fromFile(rows));
            s3.putObject(
                    request -> request.bucket(Blueprint.BUCKET).key("inbox/scale.json"),
                    RequestBody.fromString("""
                            {"s3_uri": "s3://caravan/data/rows.csv", "job_name_prefix": "scale", "prompt": "{word}",
                             "model_id": "anthropic.claude-3-haiku-20240307-v1:0", "max_records_per_batch": %d}""".formatted(ROWS)));
        }
    }

    private Measured measured(int chunks, int step, SortedMap<String, Double> clock) throws Exception {
        SortedMap<String, Double> before = calls();
        long began = System.nanoTime();
        var marks = new ArrayList<Mark>();
        JsonNode run = JSON.missingNode();
        while (!run.path("state").asText().matches("done|failed")) {
            Thread.sleep(500);
            run = JSON.readTree(get(page, "/api/runs")).path(0);
            long collected = run.at("/jobs/Collected").asLong();
            if (collected > 0
                    && (marks.isEmpty() || collected >= marks.getLast().chunks() + step || collected == chunks)) {
                double seconds = (System.nanoTime() - began) / 1e9;
                if (marks.isEmpty() || collected > marks.getLast().chunks()) {
                    marks.add(new Mark(collected, seconds, sum(each(calls(), before, 1))));
                    out.accept("%,d chunks after %.0f s".formatted(collected, seconds));
                }
            }
        }
        if (!run.path("state").asText().equals("done") || run.path("ok").asLong() != (long) chunks * ROWS) {
            throw new IllegalStateException("the run did not come to a good end: " + run);
        }
        double hours = (System.nanoTime() - began) / 3.6e12;
        SortedMap<String, Double> all = each(calls(), before, 1);
        var chunk = new TreeMap<String, Double>();
        all.forEach((call, times) -> {
            double ours = (times - clock.getOrDefault(call, 0.0) * hours) / chunks;
            if (ours >= 0.005) {
                chunk.put(call, ours);
            }
        });
        return new Measured(chunk, clock, marks);
    }

    private static double sum(SortedMap<String, Double> calls) {
        return calls.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static SortedMap<String, Double> each(
            SortedMap<String, Double> after, SortedMap<String, Double> before, double of) {
        var each = new TreeMap<String, Double>();
        after.forEach((call, times) -> each.put(call, (times - before.getOrDefault(call, 0.0)) / of));
        return each;
    }

    private SortedMap<String, Double> calls() throws Exception {
        var calls = new TreeMap<String, Double>();
        Matcher found = CALLS.matcher(get(management, "/q/metrics"));
        while (found.find()) {
            String service = SERVICES.getOrDefault(found.group(2), found.group(2));
            calls.merge(service + " " + found.group(1), Double.valueOf(found.group(3)), Double::sum);
        }
        return calls;
    }

    private String get(int port, String path) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
