package io.caravan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.aws.S3ObjectStore;
import io.caravan.format.DataSets;
import io.caravan.format.StoredFile;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import io.caravan.simulator.Cloud;
import io.caravan.simulator.CloudSettings;
import io.caravan.simulator.Deployment;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A run of the whole service on the embedded cloud, which is in this JVM while the service is in one of its own. The
 * stages are kept apart: jobs are not let begin before all are submitted, and the service is held still while the
 * simulator answers.
 */
public final class ServiceBench {
    private static final int MOST_JOBS = 10_000;
    private static final String PROMPT = "Name the mood of a buyer who gives {rating} stars to {product}: {title}";
    /** Of 270,000 at most. */
    private static final String REPEATED =
            "Name the mood of a buyer who gives {rating} stars to {product} ({category})";
    /** Jobs last moments rather than seconds, and a week of theirs is more than an hour. */
    private static final double FAST = 100;

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Path home;
    private final Deployment deployment;
    private final Function<Cloud, Map<String, String>> settings;
    private final Consumer<String> out;

    /**
     * @param home Caravan's folder
     * @param deployment what the service needs of the cloud; it has one bucket
     * @param settings of the service, by the names of its properties
     * @param out takes the report, line by line
     */
    public ServiceBench(
            Path home, Deployment deployment, Function<Cloud, Map<String, String>> settings, Consumer<String> out) {
        this.home = home;
        this.deployment = deployment;
        this.settings = settings;
        this.out = out;
    }

    /**
     * Runs so many rows; false when the result has not all of them. The folder's files are deleted again.
     *
     * @param dedupe whether rows are asked what many of them are asked alike, and that is sent once
     */
    public boolean run(Path data, long rows, int rowBytes, boolean dedupe) throws IOException, InterruptedException {
        CloudSettings cloudSettings = CloudSettings.in(data)
                .with(deployment)
                .with(Simulation.DEFAULT.with(Limits.DEFAULT.withActiveJobs(MOST_JOBS)));
        var credentials = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY));
        try (Cloud cloud = Cloud.start(cloudSettings);
                S3Client s3 = S3Client.builder()
                        .httpClient(Apache5HttpClient.create())
                        .credentialsProvider(credentials)
                        .region(Region.of(Cloud.REGION))
                        .endpointOverride(cloud.s3())
                        .build();
                BedrockClient bedrock = BedrockClient.builder()
                        .httpClient(Apache5HttpClient.create())
                        .credentialsProvider(credentials)
                        .region(Region.of(Cloud.REGION))
                        .endpointOverride(cloud.bedrock())
                        .build();
                ServiceProcess service =
                        new ServiceProcess(home, settings(cloud), cloud.environment(), data.resolve("service.log"))) {
            return new Measured(cloud, new S3ObjectStore(s3), bedrock, service).run(rows, rowBytes, dedupe);
        } finally {
            Bench.delete(data);
        }
    }

    private Map<String, String> settings(Cloud cloud) {
        Map<String, String> all = new java.util.HashMap<>(settings.apply(cloud));
        all.put("caravan.slots", Integer.toString(MOST_JOBS));
        // What is at work for long is not forgotten: as in production.
        all.put("caravan.patience", "600");
        all.put("caravan.silence", "60");
        all.put("caravan.workers", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return all;
    }

    private final class Measured {
        private final Cloud cloud;
        private final ObjectStore store;
        private final BedrockClient bedrock;
        private final ServiceProcess service;
        private final String bucket = deployment.buckets().getFirst();
        private long began;
        private Duration serviceUsed = Duration.ZERO;
        private Duration cloudUsed = Duration.ZERO;

        Measured(Cloud cloud, ObjectStore store, BedrockClient bedrock, ServiceProcess service) {
            this.cloud = cloud;
            this.store = store;
            this.bedrock = bedrock;
            this.service = service;
        }

        boolean run(long rows, int rowBytes, boolean dedupe) throws IOException, InterruptedException {
            var source = new S3Uri(bucket, "data/input.csv");
            try (ObjectStore.Upload upload = store.write(source, "text/csv")) {
                new Reviews(rowBytes).write(rows, upload);
                upload.complete();
            }
            long bytes = store.head(source).orElseThrow().size();
            out.accept(String.format(Locale.ROOT, "%,d rows, %.2f GB of CSV", rows, bytes / 1e9));
            out.accept(
                    "stage       seconds   records/s     MB/s   service CPU s   cloud CPU s   peak memory of the service");
            rate(0);
            while (!service.started()) {
                Thread.sleep(LOOK);
            }
            begin();
            store.put(
                    new S3Uri(bucket, "inbox/bench.json"),
                    manifest(source, dedupe).getBytes(StandardCharsets.UTF_8),
                    "application/json");
            await(run ->
                    !run.path("jobs").isEmpty() && run.path("state").asText().equals("running"));
            stage("plan", rows, bytes);
            store.delete(source); // its pinned copy is what counts from here on, and space is dear
            JsonNode chunked = await(run -> jobs(run, "Planned", "Writing", "Ready", "Submitting") == 0);
            stage("chunk", rows, bytes);
            service.hold(true);
            rate(FAST);
            answered(jobs(chunked, "Submitted"));
            stage("(model)", rows, bytes);
            service.hold(false);
            await(run -> jobs(run, "Submitted", "Ended") == 0);
            stage("collect", rows, bytes);
            JsonNode over = await(run -> run.hasNonNull("ended_at"));
            stage("aggregate", rows, bytes);
            return whole(over, rows);
        }

        private String manifest(S3Uri source, boolean dedupe) {
            return """
                    {"s3_uri": "%s", "job_name_prefix": "bench", "model_id": "anthropic.claude-3-haiku-20240307-v1:0",
                     "prompt": "%s", "parameters": {"max_tokens": 20}, "timeout_hours": 168, "dedupe": %s}
                    """.formatted(source, dedupe ? REPEATED : PROMPT, dedupe);
        }

        private JsonNode await(Predicate<JsonNode> enough) throws IOException, InterruptedException {
            while (true) {
                var run = service.run();
                if (run.isPresent() && run.get().path("state").asText().equals("failed")) {
                    throw new IllegalStateException(
                            "the run failed: " + run.get().path("reason").asText());
                }
                if (run.isPresent() && enough.test(run.get())) {
                    return run.get();
                }
                Thread.sleep(LOOK);
            }
        }

        private static long jobs(JsonNode run, String... states) {
            return List.of(states).stream()
                    .mapToLong(state -> run.path("jobs").path(state).asLong())
                    .sum();
        }

        private void answered(long jobs) throws InterruptedException {
            while (bedrock.listModelInvocationJobsPaginator(request -> {}).stream()
                            .flatMap(page -> page.invocationJobSummaries().stream())
                            .filter(job -> job.endTime() != null)
                            .count()
                    < jobs) {
                Thread.sleep(LOOK);
            }
        }

        /** How fast time goes for the simulated jobs. */
        private void rate(double rate) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(URI.create(cloud.bedrock() + "/simulator/clock"))
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"rate\":" + rate + "}"))
                    .build();
            try (HttpClient http = HttpClient.newHttpClient()) {
                http.send(request, HttpResponse.BodyHandlers.discarding());
            }
        }

        private void begin() {
            began = System.nanoTime();
            serviceUsed = service.used();
            cloudUsed = ownUse();
        }

        private void stage(String name, long rows, long bytes) throws IOException {
            double seconds = (System.nanoTime() - began) / 1e9;
            out.accept(String.format(
                    Locale.ROOT,
                    "%-10s %8.1f %,11.0f %8.0f %15.1f %13.1f %11.0f MB",
                    name,
                    seconds,
                    rows / seconds,
                    bytes / seconds / 1e6,
                    service.used().minus(serviceUsed).toMillis() / 1e3,
                    ownUse().minus(cloudUsed).toMillis() / 1e3,
                    service.peakBytes() / 1e6));
            begin();
        }

        private static Duration ownUse() {
            return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        }

        /** Reads the result: the run's word is not enough. */
        private boolean whole(JsonNode run, long rows) throws IOException {
            var result = S3Uri.parse(run.path("result").asText()).orElseThrow();
            long found = DataSets.open(
                            List.of(new StoredFile(store, store.head(result).orElseThrow())))
                    .index(read -> {})
                    .records();
            out.accept(String.format(
                    Locale.ROOT,
                    "%,d rows in the result, of them %,d not sent; %,d ok, %,d failed, %,d skipped",
                    found,
                    run.path("repeats").asLong(),
                    run.path("ok").asLong(),
                    run.path("failed").asLong(),
                    run.path("skipped").asLong()));
            return found == rows && run.path("ok").asLong() == rows;
        }
    }
}
