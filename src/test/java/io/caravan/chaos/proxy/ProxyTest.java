package io.caravan.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger deaths = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer service;

    @BeforeEach
    void a_service_that_echoes() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                heard.add(
                        exchange.getRequestHeaders().getFirst("Host") + " " + new String(body, StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
        client.close();
    }

    @Test
    void a_call_goes_through_with_the_host_that_was_signed() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.None())) {
            assertThat(put(proxy, "hello").body()).isEqualTo("hello");
            assertThat(put(proxy, "again").body()).isEqualTo("again");
            String host = proxy.endpoint(Service.S3).getAuthority();
            assertThat(heard).containsExactly(host + " hello", host + " again");
        }
    }

    @Test
    void a_body_that_waits_to_be_let_on_goes_through() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.None())) {
            HttpRequest request = HttpRequest.newBuilder(
                            proxy.endpoint(Service.S3).resolve("/bucket/key"))
                    .expectContinue(true)
                    .PUT(BodyPublishers.ofString("patience"))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("patience");
        }
    }

    @Test
    void a_late_call_goes_through() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.Late(Duration.ofMillis(50)))) {
            long begin = System.nanoTime();
            assertThat(put(proxy, "late").body()).isEqualTo("late");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(50));
        }
    }

    @Test
    void a_call_that_is_cut_is_not_heard() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.Cut())) {
            assertThatThrownBy(() -> put(proxy, "cut")).isInstanceOf(IOException.class);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void a_call_whose_response_is_lost_is_heard() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.Lost())) {
            assertThatThrownBy(() -> put(proxy, "lost")).isInstanceOf(IOException.class);
            assertThat(heard).isNotEmpty().allMatch(call -> call.endsWith(" lost"));
        }
    }

    @Test
    void a_torn_response_is_not_taken_for_a_whole_one() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.Torn())) {
            assertThatThrownBy(() -> put(proxy, "torn ".repeat(1000))).isInstanceOf(IOException.class);
            assertThat(heard).isNotEmpty();
        }
    }

    @Test
    void a_refused_call_is_not_heard_and_gets_the_services_own_error() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.Refused(Service.Trouble.THROTTLED))) {
            HttpResponse<String> response = put(proxy, "refused");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("<Code>SlowDown</Code>");
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void a_caller_that_dies_before_a_call_is_not_heard() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.DeathBefore())) {
            assertThatThrownBy(() -> put(proxy, "death")).isInstanceOf(IOException.class);
            assertThat(heard).isEmpty();
            assertThat(deaths).hasPositiveValue();
        }
    }

    @Test
    void a_caller_that_dies_after_a_call_is_heard_without_knowing() throws Exception {
        try (Proxy proxy = proxy(new Disturbance.DeathAfter())) {
            assertThatThrownBy(() -> put(proxy, "death")).isInstanceOf(IOException.class);
            assertThat(heard).isNotEmpty();
            assertThat(deaths).hasPositiveValue();
        }
    }

    private Proxy proxy(Disturbance disturbance) throws IOException {
        var uri = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        return Proxy.open(Map.of(Service.S3, uri), call -> disturbance, deaths::incrementAndGet);
    }

    private HttpResponse<String> put(Proxy proxy, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(proxy.endpoint(Service.S3).resolve("/bucket/key"))
                .PUT(BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
