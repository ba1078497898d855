package io.caravan.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.caravan.fakes.Given;
import io.caravan.model.Audience;
import io.caravan.model.Notice;
import io.caravan.model.WebhookHosts;
import io.caravan.port.Courier.Receipt;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookCourierTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** What came: its headers and its body. */
    private record Received(HttpHeaders headers, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String address;
    private final WebhookCourier courier =
            new WebhookCourier(WebhookHosts.of("127.0.0.1", true), SECRET, InstantSource.system());

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            received.add(new Received(
                    HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().set("Location", address + "/200");
            exchange.sendResponseHeaders(
                    Integer.parseInt(exchange.getRequestURI().getPath().substring(1)), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        courier.close();
    }

    @Test
    void another_implementation_of_standard_webhooks_takes_the_signature() throws Exception {
        assertThat(courier.carry(notice(address + "/200"), "{\"type\":\"run.done ü\"}"))
                .isEqualTo(new Receipt.Taken("answered 200"));

        Received one = received.get(0);
        new Webhook(SECRET).verify(one.body(), one.headers());
        assertThat(one.headers().firstValue("webhook-id")).contains("jokes-1_0-accepted-1");
        assertThat(one.headers().firstValue("Content-Type")).contains("application/json; charset=UTF-8");
        assertThatThrownBy(() -> new Webhook(SECRET).verify(one.body() + " ", one.headers()));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 308, 400, 404, 429, 500, 503})
    void a_redirect_is_not_followed_and_whatever_is_no_success_is_tried_again(int status) {
        assertThat(courier.carry(notice(address + "/" + status), "{}"))
                .isEqualTo(new Receipt.Missed("answered " + status));
        assertThat(received).hasSize(1);
    }

    @Test
    void a_receiver_that_is_gone_wants_no_more() {
        assertThat(courier.carry(notice(address + "/410"), "{}")).isEqualTo(new Receipt.Refused("answered 410"));
    }

    @Test
    void a_receiver_that_is_not_there_is_missed() {
        server.stop(0);
        assertThat(courier.carry(notice(address + "/200"), "{}"))
                .isInstanceOfSatisfying(
                        Receipt.Missed.class,
                        missed -> assertThat(missed.words()).contains("Connection refused"));
    }

    @Test
    void hosts_that_are_not_named_are_not_asked() {
        assertThat(courier.carry(
                        notice("http://localhost:" + server.getAddress().getPort() + "/200"), "{}"))
                .isEqualTo(new Receipt.Refused("localhost is not among the hosts of the setting caravan.notify.hosts"));
        assertThat(received).isEmpty();
    }

    /** A name that is allowed and leads to this machine: what an attacker's own name server would answer. */
    @Test
    void a_name_that_leads_into_a_private_network_is_not_followed() {
        try (var strict = new WebhookCourier(WebhookHosts.of("localhost", false), SECRET, InstantSource.system())) {
            var target = "https://localhost:" + server.getAddress().getPort() + "/200";
            assertThat(strict.carry(notice(target), "{}"))
                    .isEqualTo(new Receipt.Missed(
                            "UnknownHostException: localhost leads into a private network, where webhooks may not go"));
        }
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "2606:4700::1111, true",
        "127.0.0.1, false",
        "127.9.9.9, false",
        "10.1.2.3, false",
        "172.16.0.1, false",
        "172.32.0.1, true",
        "192.168.1.1, false",
        "169.254.169.254, false",
        "169.254.170.2, false",
        "100.64.0.1, false",
        "100.128.0.1, true",
        "0.0.0.0, false",
        "0.1.2.3, false",
        "192.0.0.1, false",
        "198.18.0.1, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "::1, false",
        "::, false",
        "::ffff:10.0.0.1, false",
        "64:ff9b::a00:1, false",
        "2002:a00:1::, false",
        "2001:0:a00:1::, false",
        "fd00:ec2::254, false",
        "fe80::1, false",
        "ff02::1, false"
    })
    void what_is_outside(String address, boolean outside) throws Exception {
        assertThat(PublicAddresses.outside(InetAddress.getByName(address))).isEqualTo(outside);
    }

    @ParameterizedTest
    @CsvSource({
        "hooks.example.com, https://hooks.example.com/x, true",
        "example.com, https://hooks.EXAMPLE.com/x, true",
        "example.com, http://hooks.example.com/x, false",
        "example.com, https://badexample.com/x, false",
        "example.com, https://example.com.attacker.net/x, false",
        "example.com, https://example.com@attacker.net/x, false",
        "example.com, https://user@example.com/x, false",
        "'', https://example.com/x, false"
    })
    void hosts_are_named_with_those_below_them(String names, String target, boolean allowed) {
        assertThat(WebhookHosts.of(names, false).allows(java.net.URI.create(target)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%"})
    void a_secret_that_is_none_stops_the_start_without_being_told(String secret) {
        assertThatThrownBy(() -> new WebhookCourier(WebhookHosts.NONE, secret, InstantSource.system()))
                .hasMessage("caravan.notify.secret is not a secret of Standard Webhooks, which is whsec_ and 24 to 64"
                        + " bytes in base64; make one by: echo whsec_$(openssl rand -base64 32)");
    }

    @Test
    void hosts_without_a_secret_stop_the_start() {
        assertThatThrownBy(() -> new WebhookCourier(WebhookHosts.of("example.com", false), "", InstantSource.system()))
                .hasMessageStartingWith("caravan.notify.hosts lets webhooks be sent, which are signed: set");
    }

    private static Notice notice(String target) {
        var run = Given.run(
                "jokes-1",
                Given.wish(Given.HAIKU, "{topic}")
                        .audience(Audience.ofAll(List.of(target)))
                        .done());
        return Notice.of(run, Given.NOW).get(0);
    }
}
