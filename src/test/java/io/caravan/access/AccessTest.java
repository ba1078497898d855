package io.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String TOKEN = "correct-horse-battery-staple";
    private static final Verdict.Refused NO_TOKEN =
            new Verdict.Refused("this needs a token, as the header Authorization: Bearer <token>");

    private final Access loopback = Access.of("127.0.0.1", TOKEN, "", "", false);
    private final Access everywhere = Access.of("0.0.0.0", TOKEN, "", "", false);
    private final Access local = Access.of("127.0.0.1", "", "", "", true);

    @Test
    void on_loopback_reading_needs_no_token_and_steering_does() {
        assertThat(loopback.decide(here("GET", "/api/runs"))).isInstanceOf(Verdict.Allowed.class);
        assertThat(loopback.decide(here("POST", "/api/runs/x/cancel"))).isEqualTo(NO_TOKEN);
        assertThat(loopback.decide(with("POST", "/api/runs/x/cancel", "Bearer " + TOKEN)))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void elsewhere_reading_needs_a_token_too_whoever_asks() {
        assertThat(everywhere.decide(here("GET", "/api/runs"))).isEqualTo(NO_TOKEN);
        assertThat(everywhere.decide(with("GET", "/api/runs", "bearer " + TOKEN)))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/openapi.json", "/favicon.ico", "/web/page.js", "/lib/plot.js"})
    void the_page_itself_is_for_everybody(String path) {
        assertThat(everywhere.decide(here("GET", path))).isInstanceOf(Verdict.Allowed.class);
        assertThat(everywhere.decide(here("POST", path))).isEqualTo(NO_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/runs", "/web", "/webhooks", "/openapi.json/", "//", "/mine"})
    void all_else_is_not_and_not_what_users_add(String path) {
        assertThat(everywhere.decide(here("GET", path))).isEqualTo(NO_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"})
    void whatever_is_not_reading_is_steering(String method) {
        assertThat(loopback.decide(here(method, "/api/runs"))).isEqualTo(NO_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "LOCALHOST"})
    void the_local_commands_steer_without_a_token(String host) {
        assertThat(local.decide(new Access.Request("POST", "/api/x", host, true, Optional.empty())))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attacker.example:8080", "127.0.0.1.attacker.example", "", "localhost@attacker.example"})
    void a_name_that_was_made_to_lead_here_is_a_stranger(String host) {
        assertThat(local.decide(new Access.Request("GET", "/api/runs", host, true, Optional.empty())))
                .isEqualTo(new Verdict.Refused("this needs a token, and the service has none: start it with"
                        + " CARAVAN_ACCESS_TOKEN or CARAVAN_ACCESS_ISSUER"));
    }

    @Test
    void what_a_proxy_passes_on_is_not_from_here() {
        assertThat(loopback.decide(new Access.Request("GET", "/api/runs", "127.0.0.1", false, Optional.empty())))
                .isEqualTo(NO_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct-horse-battery-stapl", "Correct-horse-battery-staple", "x"})
    void another_token_is_refused_and_not_repeated(String token) {
        assertThat(everywhere.decide(with("GET", "/api/runs", "Bearer " + token)))
                .isEqualTo(new Verdict.Refused("the token is not the one of this service (CARAVAN_ACCESS_TOKEN)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic Y29ycmVjdA==", "Bearer", "Bearer ", "Bearer a b", TOKEN})
    void a_header_of_another_form_is_no_token(String header) {
        assertThat(everywhere.decide(with("GET", "/api/runs", header))).isEqualTo(NO_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
    void a_service_that_others_reach_does_not_start_without_a_token(String host) {
        assertThatThrownBy(() -> Access.of(host, " ", "", "", true))
                .hasMessage("camel.server.host is " + host + ", which others reach, and nothing says who may: set"
                        + " CARAVAN_ACCESS_TOKEN (caravan.access.token) or CARAVAN_ACCESS_ISSUER (caravan.access.issuer),"
                        + " or listen on 127.0.0.1");
    }

    @Test
    void a_token_that_can_be_guessed_stops_the_start_without_being_told() {
        assertThatThrownBy(() -> Access.of("127.0.0.1", "hunter2", "", "", false))
                .hasMessage("caravan.access.token has 7 characters; it takes at least 20, for example those of:"
                        + " openssl rand -hex 32");
    }

    @ParameterizedTest
    @CsvSource({
        "http://issuer.example, caravan, caravan.access.issuer is 'http://issuer.example'; it has to start with https://",
        "https://issuer.example, '', 'caravan.access.audience is empty: without it, tokens that the issuer made for other"
                + " services would count here'"
    })
    void an_issuer_that_could_not_be_trusted_stops_the_start(String issuer, String audience, String message) {
        assertThatThrownBy(() -> Access.of("0.0.0.0", "", issuer, audience, false))
                .hasMessage(message);
    }

    private static Access.Request here(String method, String path) {
        return new Access.Request(method, path, "127.0.0.1:8080", true, Optional.empty());
    }

    private static Access.Request with(String method, String path, String authorization) {
        return new Access.Request(method, path, "caravan.example", false, Optional.of(authorization));
    }
}
