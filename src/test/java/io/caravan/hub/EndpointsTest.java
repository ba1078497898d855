package io.caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    private static final Endpoints SHIPPED = Endpoints.of(
            "https://huggingface.co", "https://datasets-server.huggingface.co/", " huggingface.co, hf.co,");

    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co/x, true, true",
        "https://huggingface.co:443/x, true, true",
        "https://HuggingFace.co/x, true, true",
        "https://datasets-server.huggingface.co/parquet, true, true",
        "https://cdn-lfs-us-1.hf.co/x?Signature=1, true, false",
        "https://cas-bridge.xethub.hf.co/x, true, false",
        "https://huggingface.co:8443/x, true, false",
        "http://huggingface.co/x, false, false",
        "http://cdn-lfs.hf.co/x, false, false",
        "https://token@huggingface.co/x, false, false",
        "https://evilhuggingface.co/x, false, false",
        "https://huggingface.co.evil.example/x, false, false",
        "https://127.0.0.1/x, false, false",
        "https://10.0.0.8/x, false, false",
        "https://[::1]/x, false, false",
        "ftp://huggingface.co/x, false, false"
    })
    void redirects_stay_with_the_hub_and_the_token_with_its_endpoints(URI uri, boolean followed, boolean withToken) {
        assertThat(SHIPPED.follows(uri)).as("followed").isEqualTo(followed);
        assertThat(SHIPPED.isEndpoint(uri)).as("gets the token").isEqualTo(withToken);
    }

    @Test
    void what_is_no_endpoint_stops_the_start() {
        assertThatThrownBy(() -> Endpoints.of("huggingface.co", "https://x.example", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("caravan.hub.endpoint: 'huggingface.co' is not an endpoint; it looks like"
                        + " https://huggingface.co");
    }
}
