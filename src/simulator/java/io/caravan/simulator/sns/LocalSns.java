package io.caravan.simulator.sns;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Topics that keep what is published, over SNS's Query protocol: CreateTopic, ListTopics and Publish, as the SNS API
 * Reference (2010-03-31) has them. Nothing subscribes. Thread-safe.
 */
public final class LocalSns implements AutoCloseable {
    private static final String TYPE = "http://sns.amazonaws.com/doc/2010-03-31/";
    private static final int LARGEST = 256 * 1024; // bytes of a message, by the API Reference
    private static final int SUBJECT = 100; // characters, likewise

    private final HttpServer server;
    private final String prefix;
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private final List<Message> published = new CopyOnWriteArrayList<>();

    /** What was published; {@code attributes} are the message's own. */
    public record Message(String topic, String subject, String text, Map<String, String> attributes) {}

    private LocalSns(HttpServer server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    /** Starts on a port of 127.0.0.1; 0 for a free one. */
    public static LocalSns start(int port, String account, String region) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var sns = new LocalSns(server, "arn:aws:sns:" + region + ":" + account + ":");
        server.createContext("/", sns::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return sns;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Makes a topic, or finds it; its ARN. */
    public String topic(String name) {
        topics.add(prefix + name);
        return prefix + name;
    }

    /** All that was published, in order. */
    public List<Message> published() {
        return List.copyOf(published);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> call =
                    parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            switch (call.getOrDefault("Action", "")) {
                case "CreateTopic" -> create(exchange, call.getOrDefault("Name", ""));
                case "ListTopics" -> list(exchange);
                case "Publish" -> publish(exchange, call);
                default -> error(exchange, 400, "InvalidAction", "The action is not valid for this endpoint");
            }
        }
    }

    private void create(HttpExchange exchange, String name) throws IOException {
        if (!name.matches("[A-Za-z0-9_-]{1,256}(?:\\.fifo)?")) {
            error(exchange, 400, "InvalidParameter", "Invalid parameter: Topic Name");
            return;
        }
        answer(exchange, "CreateTopic", "<TopicArn>" + topic(name) + "</TopicArn>");
    }

    private void list(HttpExchange exchange) throws IOException {
        var members = new StringBuilder();
        topics.stream()
                .sorted()
                .forEach(arn -> members.append("<member><TopicArn>").append(arn).append("</TopicArn></member>"));
        answer(exchange, "ListTopics", "<Topics>" + members + "</Topics>");
    }

    private void publish(HttpExchange exchange, Map<String, String> call) throws IOException {
        String topic = call.getOrDefault("TopicArn", call.getOrDefault("TargetArn", ""));
        String text = call.getOrDefault("Message", "");
        String subject = call.getOrDefault("Subject", "");
        if (!topics.contains(topic)) {
            error(exchange, 404, "NotFound", "Topic does not exist");
        } else if (text.isEmpty()) {
            error(exchange, 400, "InvalidParameter", "Invalid parameter: Empty message");
        } else if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            error(exchange, 400, "InvalidParameter", "Invalid parameter: Message too long");
        } else if (subject.length() > SUBJECT || !subject.matches("[\\x20-\\x7e]*")) {
            error(exchange, 400, "InvalidParameter", "Invalid parameter: Subject");
        } else if (topic.endsWith(".fifo") && !call.containsKey("MessageGroupId")) {
            error(
                    exchange,
                    400,
                    "InvalidParameter",
                    "Invalid parameter: The MessageGroupId parameter is required for FIFO topics");
        } else {
            published.add(new Message(topic, subject, text, attributes(call)));
            answer(exchange, "Publish", "<MessageId>" + UUID.randomUUID() + "</MessageId>");
        }
    }

    /** {@code MessageAttributes.entry.1.Name} and {@code MessageAttributes.entry.1.Value.StringValue}. */
    private static Map<String, String> attributes(Map<String, String> call) {
        var attributes = new LinkedHashMap<String, String>();
        for (int i = 1; call.containsKey("MessageAttributes.entry." + i + ".Name"); i++) {
            String entry = "MessageAttributes.entry." + i;
            attributes.put(call.getOrDefault(entry + ".Name", ""), call.getOrDefault(entry + ".Value.StringValue", ""));
        }
        return attributes;
    }

    private static Map<String, String> parameters(String form) {
        var parameters = new LinkedHashMap<String, String>();
        for (String pair : new ArrayList<>(List.of(form.split("&", -1)))) {
            int cut = pair.indexOf('=');
            if (cut > 0) {
                parameters.put(decoded(pair.substring(0, cut)), decoded(pair.substring(cut + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, String action, String result) throws IOException {
        send(
                exchange,
                200,
                "<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult><ResponseMetadata><RequestId>%4$s</RequestId></ResponseMetadata></%1$sResponse>"
                        .formatted(action, TYPE, result, UUID.randomUUID()));
    }

    private static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(
                exchange,
                status,
                "<ErrorResponse xmlns=\"%s\"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>"
                        .formatted(TYPE, code, message, UUID.randomUUID()));
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
