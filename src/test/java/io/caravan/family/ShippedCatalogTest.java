package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The models.yaml that ships, against what the Bedrock User Guide says of batch inference. */
class ShippedCatalogTest {
    private ModelCatalog catalog = ModelCatalog.read("models: []");

    @BeforeEach
    void read() throws Exception {
        try (InputStream yaml = getClass().getResourceAsStream("/models.yaml")) {
            catalog = ModelCatalog.read(Objects.requireNonNull(yaml));
        }
    }

    @Test
    void each_name_that_messages_propose_can_be_run() {
        assertThat(catalog.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(catalog.resolve(name).id()).isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-3-haiku-20240307-v1:0, anthropic.claude-3-haiku-20240307-v1:0",
        "us.anthropic.claude-3-5-haiku-20241022-v1:0, anthropic.claude-3-5-haiku-20241022-v1:0",
        "apac.anthropic.claude-3-5-sonnet-20241022-v2:0, anthropic.claude-3-5-sonnet-20241022-v2:0",
        "eu.anthropic.claude-sonnet-4-20250514-v1:0, anthropic.claude-sonnet-4-20250514-v1:0",
        "jp.anthropic.claude-sonnet-4-5-20250929-v1:0, anthropic.claude-sonnet-4-5-20250929-v1:0",
        "au.anthropic.claude-haiku-4-5-20251001-v1:0, anthropic.claude-haiku-4-5-20251001-v1:0",
        "global.anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1",
        "anthropic.claude-sonnet-4-6, anthropic.claude-sonnet-4-6",
        "us.anthropic.claude-opus-5, anthropic.claude-opus-5",
        "amazon.titan-embed-text-v2:0, amazon.titan-embed-text-v2:0",
    })
    void a_documented_name_is_its_model(String modelId, String baseId) {
        assertThat(catalog.resolve(modelId).baseId()).isEqualTo(baseId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-opus-4-20250514-v1:0",
                "us.anthropic.claude-opus-4-1-20250805-v1:0",
                "anthropic.claude-v2:1",
                "cohere.embed-english-v3",
                "ai21.jamba-1-5-large-v1:0",
                "amazon.titan-embed-text-v1",
                "us.deepseek.r1-v1:0",
                "amazon.nova-canvas-v1:0",
                "stability.sd3-5-large-v1:0",
            })
    void a_model_that_is_not_batched_is_refused_with_others(String modelId) {
        assertThatThrownBy(() -> catalog.resolve(modelId))
                .hasMessageStartingWith("model_id: '" + modelId + "' is not offered in batch inference: ")
                .hasMessageEndingWith(" instead");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "us.anthropic.claude-haiku-4-5-20251001-v1:0",
            })
    void claude_4_5_takes_temperature_or_top_p(String modelId) {
        assertThat(catalog.resolve(modelId).check(Map.of("temperature", 0.5, "top_p", 0.9)))
                .hasSize(1);
        assertThat(catalog.resolve(modelId).check(Map.of("top_p", 0.9))).isEmpty();
    }

    @Test
    void claude_3_takes_temperature_and_top_p() {
        assertThat(catalog.resolve("anthropic.claude-3-haiku-20240307-v1:0")
                        .check(Map.of("temperature", 0.5, "top_p", 0.9)))
                .isEmpty();
    }
}
