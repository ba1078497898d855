package io.caravan.local;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.Application;
import io.caravan.simulator.Cloud;
import io.caravan.simulator.CloudSettings;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import io.caravan.simulator.hub.HubSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The embedded cloud and the service on it, as {@code ./caravan local} has them, in a test's hands. */
public final class LocalCaravan implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ApiContract CONTRACT = ApiContract.shipped();
    private static final Duration LONG = Duration.ofSeconds(90);
    /** Jobs of a fraction of a second, long enough that several are there at the same time. */
    public static final Delays FAST = new Delays(
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            Duration.ZERO,
            Duration.ofMillis(20));

    private final Cloud cloud;
    private final S3Client s3;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int quota;
    private Map<String, String> settings;
    private Application service;
    private int port;
    private int management;
    private int dropped;

    private LocalCaravan(Cloud cloud, Map<String, String> more, int quota) {
        this.cloud = cloud;
        this.settings = more;
        this.quota = quota;
        Exports.apply(cloud);
        this.s3 = S3Client.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.s3())
                .build();
        this.service = started();
    }

    /** Starts both; at most {@code quota} jobs of a model run at once. */
    public static LocalCaravan start(Path data, int quota) {
        return start(data, quota, Map.of());
    }

    /** Starts both with a stand-in of the Hub. */
    public static LocalCaravan start(Path data, int quota, HubSimulator hub) {
        return start(data, quota, LocalHub.of(hub).settings());
    }

    /** Starts both with settings of its own. */
    public static LocalCaravan start(Path data, int quota, Map<String, String> more) {
        return start(cloud(data, Limits.DEFAULT.withActiveJobs(quota)), quota, more);
    }

    /** Starts the service on a cloud that is there, and ends with it. */
    public static LocalCaravan start(Cloud cloud, int quota, Map<String, String> more) {
        return new LocalCaravan(cloud, more, quota);
    }

    /** The cloud alone, without the service. */
    public static Cloud cloud(Path data) {
        return cloud(data, Limits.DEFAULT);
    }

    public static Cloud cloud(Path data, Limits limits) {
        try {
            return Cloud.start(CloudSettings.in(data)
                    .withInMemoryDynamo()
                    .with(Blueprint.deployment())
                    .with(Simulation.DEFAULT.with(FAST).with(limits)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Points AWS's clients of this JVM to a cloud. */
    public static void point(Cloud cloud) {
        Exports.apply(cloud);
    }

    /** What points a service in another process to a cloud. */
    public static Map<String, String> environment(Cloud cloud) {
        var environment = new HashMap<>(cloud.environment());
        Exports.service(cloud)
                .forEach((key, value) ->
                        environment.put(key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"), value));
        return environment;
    }

    public Cloud cloud() {
        return cloud;
    }

    public Application service() {
        return service;
    }

    /** Stops the service in the middle of whatever it does, and starts another one. */
    public void restartService() {
        service.close();
        service = started();
    }

    public void stopService() {
        service.close();
    }

    public void startService() {
        service = started();
    }

    /** Starts a stopped service with other settings beside its own. */
    public void startService(Map<String, String> others) {
        var merged = new HashMap<>(settings);
        merged.putAll(others);
        settings = merged;
        startService();
    }

    public void put(String key, byte[] bytes) {
        s3.putObject(request -> request.bucket(Blueprint.BUCKET).key(key), RequestBody.fromBytes(bytes));
    }

    public void put(String key, String text) {
        s3.putObject(request -> request.bucket(Blueprint.BUCKET).key(key), RequestBody.fromString(text));
    }

    /** Drops a manifest; its key. */
    public String drop(String manifest) {
        String key = "inbox/test-" + ++dropped + ".json";
        put(key, manifest);
        return key;
    }

    public byte[] bytes(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(Blueprint.BUCKET).key(key))
                .asByteArray();
    }

    public Optional<String> get(String key) {
        try {
            return Optional.of(s3.getObjectAsBytes(
                            request -> request.bucket(Blueprint.BUCKET).key(key))
                    .asUtf8String());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** All keys below a prefix. */
    public List<String> keys(String prefix) {
        return s3
                .listObjectsV2Paginator(
                        request -> request.bucket(Blueprint.BUCKET).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** Runs a manifest to its end and gives the run as the API shows it. */
    public JsonNode run(String manifest) {
        return awaitOver(drop(manifest));
    }

    public JsonNode awaitOver(String manifestKey) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> find(manifestKey)
                        .filter(run -> run.hasNonNull("summary"))
                        .filter(run -> get(key(run, "summary")).isPresent())
                        .isPresent());
        return find(manifestKey).orElseThrow();
    }

    /** The refusal of a manifest. */
    public JsonNode refusal(String manifest) {
        String error = drop(manifest).replaceFirst("^inbox/", "rejected/").replaceFirst("\\.json$", ".error.json");
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(error).isPresent());
        return json(get(error).orElseThrow());
    }

    /** The run of a manifest, as the API shows it; empty as long as there is none. */
    public Optional<JsonNode> find(String manifestKey) {
        for (JsonNode run : json(page("/api/runs"))) {
            if (run.path("manifest").asText().equals(manifestKey)) {
                return Optional.of(json(page("/api/runs/" + run.path("id").asText())));
            }
        }
        return Optional.empty();
    }

    public String page(String path) {
        return asked(request(path)).body();
    }

    /** What the management port answers. */
    public String managed(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request to the page's port. */
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
            return http.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Posts nothing but the wish; the answer's status. */
    public int post(String path) {
        return asked(request(path).POST(HttpRequest.BodyPublishers.noBody())).statusCode();
    }

    /** Posts JSON. */
    public HttpResponse<String> post(String path, String json) {
        return asked(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path));
    }

    /** Where the page is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** What the service answers, which fits its contract. */
    public HttpResponse<String> asked(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            CONTRACT.check(response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a message to a queue. */
    public void send(String queue, String message) {
        try (var sqs = SqsClient.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.sqs())
                .build()) {
            sqs.sendMessage(request ->
                    request.queueUrl(cloud.queueUrl(queue).toString()).messageBody(message));
        }
    }

    /** Has one more slot of each pool in use, which no job holds. */
    public void leak() {
        try (var dynamo = DynamoDbClient.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.dynamoDb())
                .build()) {
            dynamo.query(request -> request.tableName("caravan")
                            .keyConditionExpression("pk = :slots")
                            .expressionAttributeValues(Map.of(":slots", AttributeValue.fromS("slots"))))
                    .items()
                    .forEach(item -> dynamo.updateItem(request -> request.tableName("caravan")
                            .key(Map.of("pk", item.get("pk"), "sk", item.get("sk")))
                            .updateExpression("ADD inUse :one")
                            .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")))));
        }
    }

    /** The text of an object that a member of the run's view names. */
    public String object(JsonNode run, String member) {
        return get(key(run, member)).orElseThrow();
    }

    /** The simulator's ledger, for the jobs of a run. */
    public List<JsonNode> ledger(JsonNode run) {
        try {
            var lines = new ArrayList<JsonNode>();
            for (String line : Files.readAllLines(cloud.simulator().ledger())) {
                JsonNode entry = json(line);
                if (entry.path("jobName").asText().startsWith(run.path("id").asText())) {
                    lines.add(entry);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        s3.close();
        cloud.close();
    }

    /** A port that nothing listens on now. */
    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Application started() {
        port = freePort();
        Map<String, String> all = Exports.service(cloud);
        all.put("caravan.slots", Integer.toString(quota));
        all.put("caravan.submit.every", "1");
        all.put("caravan.status.every", "1");
        all.put("caravan.changes.every", "1");
        all.put("caravan.poll", "1");
        all.put("caravan.patience", "4");
        all.put("caravan.silence", "3");
        all.put("caravan.quota-pause", "1");
        all.put("caravan.visibility", "5");
        all.put("caravan.sweep.cron", "0/1 * * * * ?");
        all.put("caravan.list.cron", "0/2 * * * * ?");
        all.put("caravan.home", Path.of("").toAbsolutePath().toString());
        all.put("camel.server.port", Integer.toString(port));
        management = freePort();
        all.put("camel.management.port", Integer.toString(management));
        all.put("caravan.meters.every", "1");
        all.put("camel.main.shutdown-timeout", "1");
        all.putAll(settings);
        var application = new Application(all);
        application.start();
        return application;
    }

    private static String key(JsonNode run, String member) {
        return run.path(member).asText().substring(("s3://" + Blueprint.BUCKET + "/").length());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
