package io.caravan.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.simulator.bedrock.Account;
import io.caravan.simulator.bedrock.BedrockSimulator;
import io.caravan.simulator.bedrock.Simulation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** The Bedrock simulator alone, on a bucket in memory: it starts in no time. */
public final class SimulatedBedrock implements AutoCloseable {

    public static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    public static final String ROLE = "arn:aws:iam::123456789012:role/batch";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MemoryStorage storage = new MemoryStorage();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BedrockSimulator simulator;
    private final BedrockClient client;
    private final List<BedrockRuntimeClient> runtimes = new CopyOnWriteArrayList<>();

    private SimulatedBedrock(Path folder, Simulation simulation) throws IOException {
        simulator = BedrockSimulator.start(
                0,
                folder,
                new Account(Cloud.ACCOUNT, Cloud.REGION, Cloud.ACCESS_KEY_ID),
                simulation,
                storage,
                Clock.systemUTC(),
                events::add);
        client = BedrockClient.builder()
                .endpointOverride(simulator.endpoint())
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .build();
    }

    public static SimulatedBedrock start(Path folder, Simulation simulation) throws IOException {
        return new SimulatedBedrock(folder, simulation);
    }

    public BedrockSimulator simulator() {
        return simulator;
    }

    public BedrockClient client() {
        return client;
    }

    /** A client of the runtime that tries nothing again; it is closed with the simulator. */
    public BedrockRuntimeClient runtime(ExecutionInterceptor... interceptors) {
        BedrockRuntimeClient runtime = BedrockRuntimeClient.builder()
                .endpointOverride(simulator.endpoint())
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .overrideConfiguration(calls ->
                        calls.retryStrategy(AwsRetryStrategy.doNotRetry()).executionInterceptors(List.of(interceptors)))
                .build();
        runtimes.add(runtime);
        return runtime;
    }

    public MemoryStorage storage() {
        return storage;
    }

    /** All events so far, oldest first. */
    public List<JsonNode> events() {
        return events.stream().map(SimulatedBedrock::json).toList();
    }

    /** Puts so many records into {@code in/<name>.jsonl} and creates a job of this name on them. */
    public String createJob(String name, int records) {
        storage.put("in/" + name + ".jsonl", haikuRecords(records));
        return client.createModelInvocationJob(request(name).build()).jobArn();
    }

    /** A request that is all right; its input need not be there. */
    public static CreateModelInvocationJobRequest.Builder request(String name) {
        return CreateModelInvocationJobRequest.builder()
                .jobName(name)
                .roleArn(ROLE)
                .modelId(HAIKU)
                .inputDataConfig(in -> in.s3InputDataConfig(s3 -> s3.s3Uri("s3://caravan/in/" + name + ".jsonl")))
                .outputDataConfig(out -> out.s3OutputDataConfig(s3 -> s3.s3Uri("s3://caravan/out/")));
    }

    public static String haikuRecords(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("{\"recordId\":\"r%010d\",\"modelInput\":{\"anthropic_version\":\"bedrock-2023-05-31\","
                                + "\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"joke %d\"}]}}\n")
                        .formatted(i, i))
                .collect(Collectors.joining());
    }

    public GetModelInvocationJobResponse get(String arn) {
        return client.getModelInvocationJob(b -> b.jobIdentifier(arn));
    }

    public String status(String arn) {
        return get(arn).statusAsString();
    }

    /** The lines of a job's output for its input {@code name}. */
    public List<JsonNode> output(String arn, String name) {
        return storage.read("out/" + id(arn) + "/" + name + ".jsonl.out")
                .lines()
                .map(SimulatedBedrock::json)
                .toList();
    }

    public static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** {@code PUT /simulator/faults}, as a user would. */
    public void faults(String faults) {
        HttpResponse<String> response = put("/simulator/faults", faults);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.body());
        }
    }

    public HttpResponse<String> put(String path, String body) {
        return send(HttpRequest.newBuilder(uri(path)).PUT(BodyPublishers.ofString(body)));
    }

    /** As an SDK would send it, but for the signature's value. */
    public HttpResponse<String> signed(String method, String path, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + Cloud.ACCESS_KEY_ID + "/20261001/" + Cloud.REGION
                                + "/bedrock/aws4_request, SignedHeaders=host, Signature=0")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public URI uri(String path) {
        return URI.create(simulator.endpoint() + path);
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        runtimes.forEach(BedrockRuntimeClient::close);
        http.close();
        simulator.close();
    }
}
