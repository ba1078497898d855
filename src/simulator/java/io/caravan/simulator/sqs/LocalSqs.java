package io.caravan.simulator.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * ElasticMQ on 127.0.0.1. Its queues live in memory: closing forgets every message, which is a loss that the users of a
 * queue must survive anyway. Thread-safe.
 */
public final class LocalSqs implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final SQSRestServer server;
    private final URI endpoint;
    private final String account;
    private final String region;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LocalSqs(SQSRestServer server, URI endpoint, String account, String region) {
        this.server = server;
        this.endpoint = endpoint;
        this.account = account;
        this.region = region;
    }

    /** Starts on {@code port}, or on a free one for 0. */
    public static LocalSqs start(int port, String account, String region) {
        var builder = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(port)
                .withAWSAccountId(account)
                .withAWSRegion(region);
        // A chosen port needs its address spelt out, or queue URLs say 'localhost'.
        SQSRestServer server = (port == 0
                        ? builder
                        : builder.withServerAddress(new NodeAddress("http", "127.0.0.1", port, "")))
                .start();
        int bound = server.waitUntilStarted().localAddress().getPort();
        return new LocalSqs(server, URI.create("http://127.0.0.1:" + bound), account, region);
    }

    public URI endpoint() {
        return endpoint;
    }

    public URI queueUrl(String queue) {
        return endpoint.resolve("/" + account + "/" + queue);
    }

    public void create(List<QueueDeclaration> queues) {
        for (QueueDeclaration queue : queues) {
            createQueue(queue.deadLetterName(), JSON.createObjectNode());
            ObjectNode redrive = JSON.createObjectNode()
                    .put("deadLetterTargetArn", arn(queue.deadLetterName()))
                    .put("maxReceiveCount", String.valueOf(queue.maxReceiveCount()));
            createQueue(
                    queue.name(),
                    JSON.createObjectNode()
                            .put(
                                    "VisibilityTimeout",
                                    String.valueOf(queue.visibilityTimeout().toSeconds()))
                            .put("RedrivePolicy", redrive.toString()));
        }
    }

    private void createQueue(String name, ObjectNode attributes) {
        ObjectNode request = JSON.createObjectNode().put("QueueName", name);
        request.set("Attributes", attributes);
        call("CreateQueue", request);
    }

    /** Puts one message on the queue; returns when SQS has taken it. */
    public void send(String queue, String body) {
        call(
                "SendMessage",
                JSON.createObjectNode()
                        .put("QueueUrl", queueUrl(queue).toString())
                        .put("MessageBody", body));
    }

    private void call(String action, JsonNode request) {
        HttpRequest call = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + action)
                .POST(BodyPublishers.ofString(request.toString()))
                .build();
        try {
            HttpResponse<String> response = http.send(call, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("The local SQS at " + endpoint + " refused " + action + " " + request
                        + ": " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The local SQS at " + endpoint + " did not answer " + action, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the local SQS was to answer " + action, e);
        }
    }

    private String arn(String queue) {
        return "arn:aws:sqs:" + region + ":" + account + ":" + queue;
    }

    @Override
    public void close() {
        http.close();
        server.stopAndWait();
    }
}
