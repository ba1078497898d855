package io.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.local.LocalCaravan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is deployed: steering, and reading from elsewhere, takes the token. */
class GuardTest {
    private static final String TOKEN = "correct-horse-battery-staple";
    private static final String CANCEL = "/api/runs/no-such-run/cancel";

    @TempDir
    static Path data;

    private static LocalCaravan caravan;

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, 1, Map.of("caravan.access.local", "false", "caravan.access.token", TOKEN));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void steering_without_a_token_is_a_problem_that_says_what_is_missing() {
        HttpResponse<String> answer = caravan.send("POST", CANCEL, "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"caravan\"");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                        + "\"detail\":\"this needs a token, as the header Authorization: Bearer <token>\"}");
    }

    @Test
    void steering_with_the_token_reaches_the_route() {
        assertThat(caravan.send("POST", CANCEL, "", "Authorization", "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void reading_from_here_is_free_and_what_was_passed_on_is_not_from_here() {
        assertThat(caravan.send("GET", "/api/runs", "").statusCode()).isEqualTo(200);
        assertThat(caravan.send("GET", "/api/runs", "", "X-Forwarded-For", "192.0.2.7")
                        .statusCode())
                .isEqualTo(401);
        assertThat(caravan.send("GET", "/", "", "X-Forwarded-For", "192.0.2.7").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_path_in_disguise_is_the_path_it_leads_to() {
        for (String path :
                new String[] {"/web/../api/runs", "/web/%2e%2e/api/runs", "//api/runs", "/web/%2E./api/runs"}) {
            assertThat(caravan.send("GET", path, "", "X-Forwarded-For", "192.0.2.7")
                            .statusCode())
                    .as(path)
                    .isNotEqualTo(200);
        }
    }

    @Test
    void a_service_that_others_would_reach_does_not_start_without_a_token(@TempDir Path other) {
        assertThatThrownBy(() -> LocalCaravan.start(other, 1, Map.of("camel.server.host", "0.0.0.0"))
                        .close())
                .hasMessageContaining("camel.server.host is 0.0.0.0, which others reach");
    }
}
