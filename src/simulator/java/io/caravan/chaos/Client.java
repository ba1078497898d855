package io.caravan.chaos;

import io.caravan.chaos.check.Bucket;
import io.caravan.simulator.Cloud;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The harness's own, undisturbed access to the cloud. */
final class Client implements AutoCloseable {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY));
    private static final Region REGION = Region.of(Cloud.REGION);
    private static final int MOST = 10;

    private final SdkHttpClient http = Apache5HttpClient.create();
    private final S3Client s3;
    private final SqsClient sqs;
    private final DynamoDbClient dynamo;
    private final Cloud cloud;
    private final String bucket;
    private final String table;

    Client(Cloud cloud, String bucket, String table) {
        this.cloud = cloud;
        this.bucket = bucket;
        this.table = table;
        s3 = S3Client.builder()
                .httpClient(http)
                .credentialsProvider(CREDENTIALS)
                .region(REGION)
                .endpointOverride(cloud.s3())
                .build();
        sqs = SqsClient.builder()
                .httpClient(http)
                .credentialsProvider(CREDENTIALS)
                .region(REGION)
                .endpointOverride(cloud.sqs())
                .build();
        dynamo = DynamoDbClient.builder()
                .httpClient(http)
                .credentialsProvider(CREDENTIALS)
                .region(REGION)
                .endpointOverride(cloud.dynamoDb())
                .build();
    }

    Bucket bucket() {
        return new S3Bucket(s3, bucket);
    }

    void put(String key, String content) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    void send(String queue, String message) {
        URI url = cloud.queueUrl(queue);
        sqs.sendMessage(request -> request.queueUrl(url.toString()).messageBody(message));
    }

    /** How many messages these queues hold, in flight or not. */
    int waiting(List<String> queues) {
        int waiting = 0;
        for (String queue : queues) {
            String url = cloud.queueUrl(queue).toString();
            waiting += sqs
                    .getQueueAttributes(request -> request.queueUrl(url)
                            .attributeNames(
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                    .attributes()
                    .values()
                    .stream()
                    .mapToInt(Integer::parseInt)
                    .sum();
        }
        return waiting;
    }

    /** All messages of a queue; they are gone from it afterwards. */
    List<String> drain(String queue) {
        String url = cloud.queueUrl(queue).toString();
        var bodies = new ArrayList<String>();
        while (true) {
            List<Message> messages = sqs.receiveMessage(
                            request -> request.queueUrl(url).maxNumberOfMessages(MOST))
                    .messages();
            if (messages.isEmpty()) {
                return bodies;
            }
            for (Message message : messages) {
                bodies.add(message.body());
                sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
            }
        }
    }

    /** Slots in use by pool. */
    Map<String, Integer> slots() {
        var slots = new TreeMap<String, Integer>();
        try {
            dynamo.queryPaginator(request -> request.tableName(table)
                            .consistentRead(true)
                            .keyConditionExpression("pk = :slots")
                            .expressionAttributeValues(Map.of(":slots", AttributeValue.fromS("slots"))))
                    .items()
                    .forEach(item -> slots.put(text(item, "sk"), Integer.parseInt(number(item, "inUse"))));
        } catch (ResourceNotFoundException e) {
            // no replica has come so far yet
        }
        return slots;
    }

    /** What the inventory still waits for: the items of its index. */
    List<String> open() {
        var open = new ArrayList<String>();
        try {
            dynamo.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                    .filter(item -> item.containsKey("stage"))
                    .forEach(item ->
                            open.add(text(item, "pk") + " " + text(item, "sk") + " waits for " + text(item, "stage")));
        } catch (ResourceNotFoundException e) {
            // no replica has come so far yet
        }
        return open;
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? "" : value.s();
    }

    private static String number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? "0" : value.n();
    }

    @Override
    public void close() {
        s3.close();
        sqs.close();
        dynamo.close();
        http.close();
    }
}
