package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caravan.fakes.Given;
import io.caravan.local.LocalCaravan;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of OpenTelemetry gets of runs. */
class TracesPipelineTest {
    private static final String MANIFEST = """
            {"s3_uri": "s3://caravan/data/topics.csv", "job_name_prefix": "traced", "prompt": "A joke about {topic}",
             "model_id": "%s"}""".formatted(Given.HAIKU);

    @TempDir
    Path data;

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> services = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", this::take);
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void a_run_is_one_trace_from_plan_to_aggregate_across_replicas() throws Exception {
        try (LocalCaravan caravan =
                LocalCaravan.start(data, 2, to(collector.getAddress().getPort()))) {
            caravan.put("data/topics.csv", Files.readString(Path.of("examples/jokes/topics.csv")));
            String key = caravan.drop(MANIFEST);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> caravan.find(key)
                            .filter(run -> run.path("jobs").has("Submitted")
                                    || run.path("jobs").has("Collected"))
                            .isPresent());
            caravan.restartService(); // as another replica would
            JsonNode run = caravan.awaitOver(key);
            caravan.stopService();

            String id = run.path("id").asText();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            String trace = HexFormat.of().formatHex(hash, 0, 16);
            String root = HexFormat.of().formatHex(hash, 16, 24);
            assertThat(spans)
                    .allMatch(span -> hex(span.getTraceId().toByteArray()).equals(trace));
            assertThat(spans)
                    .extracting(Span::getName)
                    .contains("plan", "chunk", "submit", "bedrock job", "collect", "aggregate");
            assertThat(spans)
                    .filteredOn(span -> span.getName().equals("run"))
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(hex(span.getSpanId().toByteArray())).isEqualTo(root);
                        assertThat(span.getParentSpanId().isEmpty()).isTrue();
                    });
            assertThat(spans)
                    .filteredOn(span -> !span.getName().equals("run"))
                    .allMatch(span -> hex(span.getParentSpanId().toByteArray()).equals(root));
            assertThat(spans).filteredOn(span -> span.getName().equals("chunk")).allSatisfy(span -> {
                assertThat(said(span, "caravan.run")).isEqualTo(id);
                assertThat(said(span, "caravan.job")).startsWith(id + "-0000");
            });
            assertThat(services).containsOnly("caravan");
        }
    }

    @Test
    void a_step_whose_message_was_parked_has_failed() {
        try (LocalCaravan caravan =
                LocalCaravan.start(data, 2, to(collector.getAddress().getPort()))) {
            caravan.send("caravan-chunk", "jokes"); // a run, where a job should be
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> caravan.page("/api/failures").contains("\"route\":\"chunk\""));
            caravan.stopService();

            assertThat(spans)
                    .filteredOn(span -> span.getName().equals("chunk"))
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
                        assertThat(span.getStatus().getMessage()).contains("jokes");
                        assertThat(span.getEventsList()).hasSize(1);
                    });
        }
    }

    @Test
    void a_collector_that_is_down_holds_up_no_run() throws Exception {
        try (LocalCaravan caravan = LocalCaravan.start(data, 2, to(LocalCaravan.freePort()))) {
            caravan.put("data/topics.csv", Files.readString(Path.of("examples/jokes/topics.csv")));

            assertThat(caravan.run(MANIFEST).path("state").asText()).isEqualTo("done");
        }
    }

    private static Map<String, String> to(int port) {
        return Map.of("otel.exporter.otlp.endpoint", "http://127.0.0.1:" + port);
    }

    private void take(HttpExchange exchange) throws IOException {
        var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
        request.getResourceSpansList().forEach(resource -> {
            resource.getResource().getAttributesList().stream()
                    .filter(said -> said.getKey().equals("service.name"))
                    .forEach(said -> services.add(said.getValue().getStringValue()));
            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
        });
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static String said(Span span, String key) {
        return span.getAttributesList().stream()
                .filter(said -> said.getKey().equals(key))
                .map(KeyValue::getValue)
                .findFirst()
                .orElseThrow()
                .getStringValue();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
