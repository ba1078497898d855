package io.caravan.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.simulator.bedrock.Delays;
import io.caravan.simulator.bedrock.Simulation;
import io.caravan.simulator.s3.NotificationRule;
import io.caravan.simulator.sqs.QueueDeclaration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ValidationException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class CloudTest {

    private static final Deployment DEPLOYMENT = Deployment.EMPTY
            .withBucket("caravan")
            .withQueue(QueueDeclaration.of("inbox"))
            .withQueue(new QueueDeclaration("events", Duration.ofSeconds(7), 3))
            .withNotification(new NotificationRule("caravan", "inbox/", ".json", "inbox"))
            .withEventsTo("events");

    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path data;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void a_job_runs_from_an_input_in_s3_to_shuffled_answers_a_manifest_and_events() throws Exception {
        Cloud cloud = start(settings());
        S3Client s3 = s3(cloud);
        s3.putObject(b -> b.bucket("caravan").key("in/input.jsonl"), RequestBody.fromString(haikuRecords(100)));
        BedrockClient bedrock = bedrock(cloud);

        String arn = create(bedrock, "jokes-1", HAIKU);
        GetModelInvocationJobResponse job = awaitEnd(bedrock, arn);

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.COMPLETED);
        assertThat(job.totalRecordCount()).isEqualTo(100);
        assertThat(job.successRecordCount()).isEqualTo(100);
        assertThat(job.endTime()).isAfter(job.submitTime());
        String folder = "out/" + arn.substring(arn.length() - 12) + "/";
        assertThat(s3.listObjectsV2(b -> b.bucket("caravan").prefix("out/")).contents())
                .extracting(S3Object::key)
                .containsExactly(folder + "input.jsonl.out", folder + "manifest.json.out");
        List<JsonNode> lines = lines(s3, folder + "input.jsonl.out");
        List<String> ids =
                lines.stream().map(line -> line.path("recordId").asText()).toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .hasSize(100)
                .isNotEqualTo(ids.stream().sorted().toList());
        assertThat(lines)
                .allSatisfy(line -> assertThat(
                                line.at("/modelOutput/content/0/text").asText())
                        .endsWith(line.at("/modelInput/messages/0/content").asText()));
        JsonNode manifest =
                json.readTree(s3.getObjectAsBytes(b -> b.bucket("caravan").key(folder + "manifest.json.out"))
                        .asByteArray());
        assertThat(manifest.path("processedRecordCount").asInt()).isEqualTo(100);
        assertThat(manifest.path("inputTokenCount").asInt()).isPositive();
        assertThat(statuses(cloud, 5))
                .containsExactly("Submitted", "Validating", "Scheduled", "InProgress", "Completed");
    }

    @Test
    void a_record_with_a_wrong_body_costs_only_itself() throws Exception {
        Cloud cloud = start(settings());
        S3Client s3 = s3(cloud);
        String wrong = "{\"recordId\":\"bad\",\"modelInput\":{\"max_tokens\":10,\"messages\":[]}}\n";
        s3.putObject(b -> b.bucket("caravan").key("in/input.jsonl"), RequestBody.fromString(wrong + haikuRecords(99)));
        BedrockClient bedrock = bedrock(cloud);

        String arn = create(bedrock, "jokes-1", HAIKU);
        GetModelInvocationJobResponse job = awaitEnd(bedrock, arn);

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.COMPLETED);
        assertThat(job.errorRecordCount()).isEqualTo(1);
        List<JsonNode> failed = lines(s3, "out/" + arn.substring(arn.length() - 12) + "/input.jsonl.out").stream()
                .filter(line -> line.has("error"))
                .toList();
        assertThat(failed).singleElement().satisfies(line -> {
            assertThat(line.path("recordId").asText()).isEqualTo("bad");
            assertThat(line.at("/error/errorCode").isInt()).isTrue();
            assertThat(line.at("/error/errorMessage").asText()).isEqualTo("anthropic_version: Field required");
        });
    }

    @Test
    void a_job_with_too_few_records_fails_in_validation_and_says_so() {
        Cloud cloud = start(settings());
        s3(cloud).putObject(b -> b.bucket("caravan").key("in/input.jsonl"), RequestBody.fromString(haikuRecords(99)));
        BedrockClient bedrock = bedrock(cloud);

        GetModelInvocationJobResponse job = awaitEnd(bedrock, create(bedrock, "jokes-1", HAIKU));

        assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.FAILED);
        assertThat(job.message()).isEqualTo("Batch job contains less records (99) than the required minimum of: 100");
    }

    @Test
    void a_name_with_an_underscore_is_refused_with_the_pattern_it_breaks() {
        BedrockClient bedrock = bedrock(start(settings()));

        assertThatThrownBy(() -> create(bedrock, "jokes_1", HAIKU))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("1 validation error detected: Value 'jokes_1' at 'jobName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9]{1,63}");
    }

    @Test
    void titan_embeds_a_text_into_as_many_dimensions_as_asked_for() throws Exception {
        Cloud cloud = start(settings());
        S3Client s3 = s3(cloud);
        s3.putObject(
                b -> b.bucket("caravan").key("in/input.jsonl"),
                RequestBody.fromString(IntStream.range(0, 100)
                        .mapToObj(i -> "{\"recordId\":\"r" + i + "\",\"modelInput\":{\"inputText\":\"text " + i
                                + "\",\"dimensions\":256}}\n")
                        .collect(Collectors.joining())));
        BedrockClient bedrock = bedrock(cloud);

        String arn = create(bedrock, "embeddings", "amazon.titan-embed-text-v2:0");
        awaitEnd(bedrock, arn);

        assertThat(lines(s3, "out/" + arn.substring(arn.length() - 12) + "/input.jsonl.out"))
                .hasSize(100)
                .allSatisfy(line -> {
                    assertThat(line.at("/modelOutput/embedding")).hasSize(256);
                    assertThat(length(line.at("/modelOutput/embedding"))).isBetween(0.999, 1.001);
                });
    }

    @Test
    void an_object_in_the_inbox_is_told_to_its_queue_with_its_key_url_encoded() throws Exception {
        Cloud cloud = start(settings());
        s3(cloud).putObject(b -> b.bucket("caravan").key("inbox/my run+1.json"), RequestBody.fromString("{}"));
        s3(cloud).putObject(b -> b.bucket("caravan").key("elsewhere/run.json"), RequestBody.fromString("{}"));

        List<JsonNode> messages = receive(cloud, "inbox", 2);

        assertThat(messages.getFirst().path("Event").asText()).isEqualTo("s3:TestEvent");
        JsonNode record = messages.getLast().at("/Records/0");
        assertThat(record.path("eventName").asText()).isEqualTo("ObjectCreated:Put");
        assertThat(record.at("/s3/bucket/name").asText()).isEqualTo("caravan");
        assertThat(record.at("/s3/object/key").asText()).isEqualTo("inbox/my+run%2B1.json");
        assertThat(record.at("/s3/object/size").asInt()).isEqualTo(2);
    }

    @Test
    void queues_are_deployed_with_their_dead_letter_queues() {
        Cloud cloud = start(settings());
        var attributes = sqs(cloud)
                .getQueueAttributes(
                        b -> b.queueUrl(cloud.queueUrl("events").toString()).attributeNames(QueueAttributeName.ALL))
                .attributes();

        assertThat(attributes.get(QueueAttributeName.VISIBILITY_TIMEOUT)).isEqualTo("7");
        assertThat(attributes.get(QueueAttributeName.REDRIVE_POLICY))
                .contains("\"maxReceiveCount\":3")
                .contains("arn:aws:sqs:us-east-1:123456789012:events-dlq");
    }

    @Test
    void a_cloud_started_again_knows_its_objects_tables_and_jobs_and_finishes_what_it_had_begun() {
        Simulation still = Simulation.DEFAULT.withClockRate(0);
        Cloud first = start(settings().with(still));
        s3(first).putObject(b -> b.bucket("caravan").key("in/input.jsonl"), RequestBody.fromString(haikuRecords(100)));
        createTable(first);
        dynamoDb(first).putItem(b -> b.tableName("runs").item(java.util.Map.of("id", AttributeValue.fromS("run-1"))));
        String arn = create(bedrock(first), "jokes-1", HAIKU);
        first.close();

        Cloud second = start(settings());

        assertThat(awaitEnd(bedrock(second), arn).status()).isEqualTo(ModelInvocationJobStatus.COMPLETED);
        assertThat(dynamoDb(second)
                        .getItem(b -> b.tableName("runs").key(java.util.Map.of("id", AttributeValue.fromS("run-1"))))
                        .hasItem())
                .isTrue();
    }

    @Test
    void a_taken_port_is_named_and_what_had_started_is_stopped() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int s3Port = taken.getLocalPort();
            assertThatThrownBy(() -> Cloud.start(settings().withPort(s3Port)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("The local S3 did not start on port " + s3Port);
        }
    }

    @Test
    void two_clouds_run_beside_each_other() {
        Cloud one = start(settings());
        Cloud other = start(CloudSettings.in(data.resolve("other")).withInMemoryDynamo());

        assertThat(one.environment().values()).doesNotContain(other.s3().toString());
        assertThat(bedrock(other).listModelInvocationJobs(b -> {}).invocationJobSummaries())
                .isEmpty();
    }

    private CloudSettings settings() {
        return CloudSettings.in(data.resolve("cloud")).with(DEPLOYMENT).with(Simulation.DEFAULT.with(Delays.NONE));
    }

    private Cloud start(CloudSettings settings) {
        try {
            Cloud cloud = Cloud.start(settings);
            open.add(cloud);
            return cloud;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String haikuRecords(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"recordId\":\"r%010d\",\"modelInput\":{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"joke %d\"}]}}\n"
                                .formatted(i, i))
                .collect(Collectors.joining());
    }

    private static String create(BedrockClient bedrock, String name, String model) {
        return bedrock.createModelInvocationJob(b -> b.jobName(name)
                        .clientRequestToken(UUID.randomUUID().toString())
                        .roleArn("arn:aws:iam::123456789012:role/batch")
                        .modelId(model)
                        .inputDataConfig(in -> in.s3InputDataConfig(s3 -> s3.s3Uri("s3://caravan/in/input.jsonl")))
                        .outputDataConfig(out -> out.s3OutputDataConfig(s3 -> s3.s3Uri("s3://caravan/out/"))))
                .jobArn();
    }

    private static GetModelInvocationJobResponse awaitEnd(BedrockClient bedrock, String arn) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> bedrock.getModelInvocationJob(b -> b.jobIdentifier(arn)), job -> job.endTime() != null);
    }

    private List<JsonNode> lines(S3Client s3, String key) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : s3.getObjectAsBytes(b -> b.bucket("caravan").key(key))
                .asString(UTF_8)
                .split("\n")) {
            lines.add(json.readTree(line));
        }
        return lines;
    }

    private List<String> statuses(Cloud cloud, int count) throws IOException {
        return receive(cloud, "events", count).stream()
                .map(event -> event.at("/detail/status").asText())
                .toList();
    }

    private List<JsonNode> receive(Cloud cloud, String queue, int count) throws IOException {
        SqsClient sqs = sqs(cloud);
        List<Message> messages = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            messages.addAll(
                    sqs.receiveMessage(b -> b.queueUrl(cloud.queueUrl(queue).toString())
                                    .maxNumberOfMessages(1)
                                    .waitTimeSeconds(1))
                            .messages());
            return messages.size() >= count;
        });
        List<JsonNode> bodies = new ArrayList<>();
        for (Message message : messages) {
            bodies.add(json.readTree(message.body()));
        }
        return bodies;
    }

    private static double length(JsonNode vector) {
        double square = 0;
        for (JsonNode value : vector) {
            square += value.asDouble() * value.asDouble();
        }
        return Math.sqrt(square);
    }

    private void createTable(Cloud cloud) {
        dynamoDb(cloud)
                .createTable(b -> b.tableName("runs")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build())
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build()));
    }

    private S3Client s3(Cloud cloud) {
        return client(S3Client.builder(), cloud.s3());
    }

    private SqsClient sqs(Cloud cloud) {
        return client(SqsClient.builder(), cloud.sqs());
    }

    private DynamoDbClient dynamoDb(Cloud cloud) {
        return client(DynamoDbClient.builder(), cloud.dynamoDb());
    }

    private BedrockClient bedrock(Cloud cloud) {
        return client(BedrockClient.builder(), cloud.bedrock());
    }

    private <B extends AwsClientBuilder<B, C>, C extends AutoCloseable> C client(B builder, URI endpoint) {
        C client = builder.endpointOverride(endpoint)
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .build();
        open.add(client);
        return client;
    }
}
