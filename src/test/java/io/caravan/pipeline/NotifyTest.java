package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.sns.LocalSns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others are told how runs go: topics and webhooks, whatever happens to the service or to them. */
class NotifyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = """
            {
              "s3_uri": "s3://caravan/data/topics.csv",
              "job_name_prefix": "told",
              "model_id": "anthropic.claude-3-haiku-20240307-v1:0",
              "prompt": "A joke about {topic}",
              "parameters": { "max_tokens": 50 },
              "notify": %s
            }""";

    @TempDir
    static Path data;

    private static LocalCaravan caravan;
    private static HttpServer receiver;
    /** What came, as {@code <webhook-id> <body>}. */
    private static final List<String> received = new CopyOnWriteArrayList<>();

    private static final AtomicBoolean down = new AtomicBoolean();

    @BeforeAll
    static void start() throws IOException {
        caravan = LocalCaravan.start(data, 2);
        caravan.put("data/topics.csv", Files.readString(Path.of("examples/jokes/topics.csv")));
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("webhook-id") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(down.get() ? 503 : 204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterAll
    static void stop() {
        caravan.close();
        receiver.stop(0);
    }

    private static String hook(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    @Test
    void a_topic_and_a_webhook_are_told_that_a_run_was_accepted_and_is_done() {
        LocalSns sns = caravan.cloud().sns();
        String topic = sns.topic("runs");
        JsonNode run = caravan.run(MANIFEST.formatted("[\"" + topic + "\", \"" + hook("/a") + "\"]"));
        String id = run.path("id").asText();

        await().until(() -> published(id).size() == 2 && received(id).size() == 2);
        assertThat(published(id))
                .extracting(message -> message.attributes().get("event"))
                .containsExactlyInAnyOrder("accepted", "done");
        JsonNode done = received(id).stream()
                .filter(letter -> letter.path("type").asText().equals("run.done"))
                .findFirst()
                .orElseThrow();
        assertThat(done.path("data").path("verdict").asText()).isEqualTo("done");
        assertThat(done.path("data").path("ok").asLong()).isEqualTo(120);
        await().until(() -> log(id).stream()
                .allMatch(notice -> notice.path("state").asText().equals("delivered")));
    }

    /** What is to be told stands in the inventory, not in the service. */
    @Test
    void a_webhook_that_was_down_is_told_by_the_next_service_under_the_same_id() {
        down.set(true);
        String key = caravan.drop(MANIFEST.formatted("{\"to\": \"" + hook("/b") + "\", \"events\": [\"accepted\"]}"));
        await().until(() -> caravan.find(key).isPresent());
        String id = caravan.find(key).orElseThrow().path("id").asText();
        await().until(() -> !raw(id).isEmpty());
        caravan.stopService();
        int before = raw(id).size();
        down.set(false);
        caravan.startService();

        await().until(() -> raw(id).size() > before);
        assertThat(raw(id)).containsOnly(raw(id).get(0));
        caravan.awaitOver(key);
        await().until(() -> log(id).get(0).path("state").asText().equals("delivered"));
        assertThat(log(id)).hasSize(1);

        int told = raw(id).size();
        String notice = log(id).get(0).path("id").asText();
        assertThat(caravan.post("/api/notifications/" + notice + "/redeliver")).isEqualTo(202);
        await().until(() -> raw(id).size() > told);
        assertThat(raw(id)).containsOnly(raw(id).get(0));
    }

    @Test
    void a_notice_that_there_is_not_is_not_told_again() {
        for (String notice : java.util.List.of("nobody", "nobody_9-done-1")) {
            var response = caravan.asked(caravan.request("/api/notifications/" + notice + "/redeliver")
                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("there is no notice '" + notice + "'; /api/runs/<run>/notifications");
        }
    }

    @Test
    void nobody_who_cannot_be_told_holds_up_a_run() {
        JsonNode run = caravan.run(MANIFEST.formatted("[\"arn:aws:sns:us-east-1:123456789012:nowhere\"]"));

        assertThat(run.path("state").asText()).isEqualTo("done");
        String id = run.path("id").asText();
        await().until(() -> log(id).size() == 2
                && log(id).stream()
                        .allMatch(notice -> notice.path("state").asText().equals("given-up")));
        assertThat(log(id).get(0).path("attempts").path(0).path("outcome").asText())
                .contains("Topic does not exist");
    }

    private static List<LocalSns.Message> published(String run) {
        return caravan.cloud().sns().published().stream()
                .filter(message -> run.equals(message.attributes().get("run")))
                .toList();
    }

    private static List<String> raw(String run) {
        return received.stream().filter(line -> line.startsWith(run + "_")).toList();
    }

    private static List<JsonNode> received(String run) {
        return raw(run).stream().map(line -> json(line.split(" ", 2)[1])).toList();
    }

    private static List<JsonNode> log(String run) {
        return json(caravan.page("/api/runs/" + run + "/notifications"))
                .valueStream()
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
