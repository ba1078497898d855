package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.Cloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The recipes of docs/cookbook.md, all of them in one service, as the files are. */
class CookbookTest {
    private static final Path RECIPES = Path.of("examples/cookbook");

    @TempDir
    static Path data;

    private static LocalCaravan caravan;

    @BeforeAll
    static void start() throws IOException {
        caravan = LocalCaravan.start(
                data,
                5,
                Map.of(
                        "caravan.routes", RECIPES.toString(),
                        "caravan.allowed-buckets", "team-data",
                        // What no notification told of is found by the recipe alone.
                        "caravan.list.cron", "0 0 0 1 1 ? 2099",
                        "polling.every", "1",
                        "nightly.cron", "0/20 * * * * ?",
                        "tell.queue", "{{caravan.queues}}done"));
        try (SqsClient sqs = sqs()) {
            sqs.createQueue(request -> request.queueName("done"));
        }
        try (DynamoDbClient dynamo = dynamo()) {
            dynamo.createTable(request -> request.tableName("runs")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("run")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("run")
                            .keyType(KeyType.HASH)
                            .build()));
        }
        caravan.put("data/topics.csv", Files.readAllBytes(Path.of("examples/jokes/topics.csv")));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void a_manifest_may_come_over_http() throws IOException {
        assertThat(caravan.send("PUT", "/api/inbox/over-http", manifest("over-http"))
                        .statusCode())
                .isEqualTo(202);

        assertThat(caravan.awaitOver("inbox/over-http.json").path("ok").asInt()).isEqualTo(120);
    }

    @Test
    void a_name_that_is_no_plain_word_is_not_taken_over_http() {
        assertThat(caravan.send("PUT", "/api/inbox/$%7Bsys.user.home%7D", "{}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void rows_are_filtered_before_they_are_a_data_set() throws IOException {
        String rows = IntStream.rangeClosed(1, 200)
                .mapToObj(i -> i + ",topic " + i + "," + (i % 4 == 0 ? "de" : "en"))
                .collect(Collectors.joining("\n", "id,topic,lang\n", "\n"));

        assertThat(caravan.send("PUT", "/api/data/english", rows).statusCode()).isEqualTo(201);

        JsonNode run = caravan.run(manifest("filtered").replace("data/topics.csv", "data/english.csv"));
        assertThat(run.path("ok").asInt()).isEqualTo(150);
        assertThat(caravan.object(run, "result")).contains("3,topic 3,en,").doesNotContain(",de,");
    }

    @Test
    void each_part_has_its_columns_and_its_json_beside_it() throws IOException {
        JsonNode run = caravan.run(manifest("parts"));
        String part = "runs/" + run.path("id").asText() + "/parts/00001.csv";

        await().until(() -> caravan.get(part + ".columns.txt").isPresent());
        await().until(() -> caravan.get(part + ".json").isPresent());

        assertThat(caravan.get(part + ".columns.txt").orElseThrow())
                .startsWith("\"id\";\"response\"\r\n\"001\";\"Simulated answer")
                .contains("\"120\";\"Simulated answer");
        JsonNode rows = new ObjectMapper().readTree(caravan.get(part + ".json").orElseThrow());
        assertThat(rows).hasSize(120);
        assertThat(rows.path(0).path("topic").asText()).isEqualTo("robots at the dentist");
    }

    @Test
    void a_queue_is_told_of_a_run_that_is_over() throws IOException {
        String id = caravan.run(manifest("told")).path("id").asText();

        try (SqsClient sqs = sqs()) {
            JsonNode told = await().until(
                            () -> sqs
                                    .receiveMessage(request -> request.queueUrl(caravan.cloud()
                                                    .queueUrl("done")
                                                    .toString())
                                            .maxNumberOfMessages(10))
                                    .messages()
                                    .stream()
                                    .map(message -> json(message.body()))
                                    .filter(run -> run.path("id").asText().equals(id))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
            assertThat(told.path("state").asText()).isEqualTo("done");
            assertThat(told.path("ok").asInt()).isEqualTo(120);
        }
    }

    @Test
    void a_table_of_yours_has_an_item_for_a_run_that_is_over() throws IOException {
        String id = caravan.run(manifest("listed")).path("id").asText();

        try (DynamoDbClient dynamo = dynamo()) {
            Map<String, AttributeValue> item = await().until(
                            () -> dynamo.getItem(request ->
                                            request.tableName("runs").key(Map.of("run", AttributeValue.fromS(id))))
                                    .item(),
                            found -> !found.isEmpty());
            assertThat(item)
                    .containsEntry("state", AttributeValue.fromS("done"))
                    .containsEntry("ok", AttributeValue.fromN("120"))
                    .containsEntry("failed", AttributeValue.fromN("0"))
                    .containsEntry("result", AttributeValue.fromS("s3://caravan/runs/" + id + "/result.csv"));
        }
    }

    private static DynamoDbClient dynamo() {
        return DynamoDbClient.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(caravan.cloud().dynamoDb())
                .build();
    }

    /** Written into the folder of the store, which tells nobody. */
    @Test
    void a_manifest_of_which_no_notification_came_is_found_by_polling() throws IOException {
        Path inbox = Files.createDirectories(data.resolve("s3/caravan/inbox"));
        Files.writeString(inbox.resolve("untold.json"), manifest("untold"));

        assertThat(caravan.awaitOver("inbox/untold.json").path("ok").asInt()).isEqualTo(120);
    }

    @Test
    void a_manifest_is_dropped_every_night() {
        String dropped = await().until(
                        () -> runs().filter(key -> key.startsWith("inbox/nightly-"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();

        assertThat(caravan.awaitOver(dropped).path("ok").asInt()).isEqualTo(120);
    }

    @Test
    void a_data_set_is_read_from_another_bucket() throws IOException {
        try (S3Client s3 = S3Client.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(caravan.cloud().s3())
                .build()) {
            s3.createBucket(request -> request.bucket("team-data"));
            s3.putObject(
                    request -> request.bucket("team-data").key("topics.csv"),
                    RequestBody.fromFile(Path.of("examples/jokes/topics.csv")));
        }

        assertThat(caravan.run(Files.readString(RECIPES.resolve("other-bucket.json")))
                        .path("ok")
                        .asInt())
                .isEqualTo(120);
    }

    private static java.util.stream.Stream<String> runs() {
        return json(caravan.page("/api/runs")).findValuesAsText("manifest").stream();
    }

    private static String manifest(String prefix) throws IOException {
        return Files.readString(Path.of("examples/jokes/run-s3.json")).replace("\"jokes\"", "\"" + prefix + "\"");
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static SqsClient sqs() {
        return SqsClient.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(caravan.cloud().sqs())
                .build();
    }
}
