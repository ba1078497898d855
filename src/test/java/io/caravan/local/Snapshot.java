package io.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.aws.InventoryTable;
import io.caravan.simulator.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What Caravan remembers, as files: {@code table.jsonl}, an item a line, and {@code bucket/}. Leases and messages are not
 * of it: they end by themselves.
 */
public final class Snapshot {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE = "caravan";

    private final Path folder;

    public Snapshot(Path folder) {
        this.folder = folder;
    }

    /** Writes what is in the cloud. */
    public void take(Cloud cloud) throws IOException {
        Files.createDirectories(folder);
        try (DynamoDbClient dynamo = dynamo(cloud);
                S3Client s3 = s3(cloud)) {
            List<String> lines = dynamo.scanPaginator(request -> request.tableName(TABLE)).items().stream()
                    .map(Snapshot::line)
                    .filter(line -> !line.contains("{\"pk\":{\"S\":\"lease\"}"))
                    .sorted()
                    .toList();
            Files.write(folder.resolve("table.jsonl"), lines);
            for (S3Object object : s3.listObjectsV2Paginator(request -> request.bucket(Blueprint.BUCKET))
                    .contents()) {
                Path file = folder.resolve("bucket").resolve(object.key());
                Files.createDirectories(file.getParent());
                Files.write(
                        file,
                        s3.getObjectAsBytes(request ->
                                        request.bucket(Blueprint.BUCKET).key(object.key()))
                                .asByteArray());
            }
        }
    }

    /** Puts it all into an empty cloud; jobs that were at Bedrock are made there anew, under other ARNs. */
    public void put(Cloud cloud) throws IOException {
        try (DynamoDbClient dynamo = dynamo(cloud);
                S3Client s3 = s3(cloud);
                Stream<Path> files = Files.walk(folder.resolve("bucket"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = folder.resolve("bucket").relativize(file).toString();
                s3.putObject(request -> request.bucket(Blueprint.BUCKET).key(key), RequestBody.fromFile(file));
            }
            InventoryTable.create(dynamo, TABLE);
            for (JsonNode item : items()) {
                var attributes = submitted(cloud, attributes(item));
                dynamo.putItem(request -> request.tableName(TABLE).item(attributes));
            }
        }
    }

    /** Says of all items of a run that they were written in a shape; what is there as their bodies afterwards. */
    public static List<String> reshape(Cloud cloud, String run, int shape) throws IOException {
        var bodies = new ArrayList<String>();
        try (DynamoDbClient dynamo = dynamo(cloud)) {
            for (Map<String, AttributeValue> item : of(dynamo, run)) {
                ObjectNode body = (ObjectNode) JSON.readTree(item.get("body").s());
                String written = body.put("shape", shape).toString();
                dynamo.updateItem(request -> request.tableName(TABLE)
                        .key(Map.of("pk", item.get("pk"), "sk", item.get("sk")))
                        .updateExpression("SET body = :body")
                        .expressionAttributeValues(Map.of(":body", AttributeValue.fromS(written))));
                bodies.add(written);
            }
        }
        return bodies;
    }

    /** The bodies of a run and its jobs. */
    public static List<String> bodies(Cloud cloud, String run) {
        try (DynamoDbClient dynamo = dynamo(cloud)) {
            return of(dynamo, run).stream().map(item -> item.get("body").s()).toList();
        }
    }

    private static List<Map<String, AttributeValue>> of(DynamoDbClient dynamo, String run) {
        return dynamo
                .queryPaginator(request -> request.tableName(TABLE)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :run")
                        .expressionAttributeValues(Map.of(":run", AttributeValue.fromS("run#" + run))))
                .items()
                .stream()
                .toList();
    }

    /** The items of the table, each attribute as DynamoDB's JSON. */
    public List<JsonNode> items() throws IOException {
        var items = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(folder.resolve("table.jsonl"))) {
            items.add(JSON.readTree(line));
        }
        return items;
    }

    /** The ids of its runs. */
    public List<String> runs() throws IOException {
        return items().stream()
                .filter(item -> item.at("/sk/S").asText().equals("run"))
                .map(item -> item.at("/pk/S").asText().substring("run#".length()))
                .toList();
    }

    /** The bodies of runs and jobs, as they were written. */
    public List<JsonNode> bodies() throws IOException {
        var bodies = new ArrayList<JsonNode>();
        for (JsonNode item : items()) {
            if (item.has("body")) {
                bodies.add(JSON.readTree(item.at("/body/S").asText()));
            }
        }
        return bodies;
    }

    private static Map<String, AttributeValue> submitted(Cloud cloud, Map<String, AttributeValue> item)
            throws IOException {
        AttributeValue body = item.get("body");
        if (body == null || !(JSON.readTree(body.s()) instanceof ObjectNode job)) {
            return item;
        }
        if (!job.at("/state/is").asText().equals("Submitted")) {
            return item;
        }
        String run = job.at("/id/run/value").asText(job.at("/id/run").asText());
        String folder = "s3://" + Blueprint.BUCKET + "/runs/" + run + "/jobs/"
                + "%05d-%d"
                        .formatted(
                                job.at("/id/chunk").asInt(),
                                job.at("/id/attempt").asInt());
        try (BedrockClient bedrock = BedrockClient.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.bedrock())
                .build()) {
            String arn = bedrock.createModelInvocationJob(request -> request.jobName("%s-%05d-%d"
                                    .formatted(
                                            run,
                                            job.at("/id/chunk").asInt(),
                                            job.at("/id/attempt").asInt()))
                            .modelId(job.at("/pool/baseModel").asText())
                            .roleArn("arn:aws:iam::" + Cloud.ACCOUNT + ":role/caravan-bedrock")
                            .inputDataConfig(input -> input.s3InputDataConfig(s3 -> s3.s3Uri(folder + "/input.jsonl")))
                            .outputDataConfig(output -> output.s3OutputDataConfig(s3 -> s3.s3Uri(folder + "/output/"))))
                    .jobArn();
            ((ObjectNode) job.get("state")).put("arn", arn);
            item.put("body", AttributeValue.fromS(job.toString()));
            return item;
        }
    }

    private static String line(Map<String, AttributeValue> item) {
        ObjectNode line = JSON.createObjectNode();
        line.putObject("pk").put("S", item.get("pk").s());
        line.putObject("sk").put("S", item.get("sk").s());
        item.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(attribute -> {
            AttributeValue value = attribute.getValue();
            line.putObject(attribute.getKey())
                    .put(value.s() == null ? "N" : "S", value.s() == null ? value.n() : value.s());
        });
        return line.toString();
    }

    private static Map<String, AttributeValue> attributes(JsonNode item) {
        var attributes = new HashMap<String, AttributeValue>();
        item.properties()
                .forEach(attribute -> attributes.put(
                        attribute.getKey(),
                        attribute.getValue().has("S")
                                ? AttributeValue.fromS(
                                        attribute.getValue().get("S").asText())
                                : AttributeValue.fromN(
                                        attribute.getValue().get("N").asText())));
        return attributes;
    }

    private static DynamoDbClient dynamo(Cloud cloud) {
        return DynamoDbClient.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.dynamoDb())
                .build();
    }

    private static S3Client s3(Cloud cloud) {
        return S3Client.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.s3())
                .build();
    }

    /** The folders of all versions, the earliest first. */
    public static List<Path> all(Path parent) {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
