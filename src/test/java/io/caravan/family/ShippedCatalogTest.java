package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        catalog = ModelCatalog.read(Files.readString(Path.of("config/models.yaml")));
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
    @CsvSource({
        "us.anthropic.claude-opus-5, anthropic-messages",
        "amazon.titan-embed-text-v2:0, titan-text-embeddings",
        "amazon.titan-embed-image-v1, titan-multimodal-embeddings",
        "amazon.nova-micro-v1:0, nova",
        "eu.amazon.nova-lite-v1:0, nova",
        "apac.amazon.nova-pro-v1:0, nova",
        "us.amazon.nova-premier-v1:0, nova",
        "global.amazon.nova-2-lite-v1:0, nova",
        "amazon.nova-2-multimodal-embeddings-v1:0, nova-multimodal-embeddings",
        "meta.llama3-1-8b-instruct-v1:0, llama",
        "us.meta.llama3-1-70b-instruct-v1:0, llama",
        "meta.llama3-1-405b-instruct-v1:0, llama",
        "eu.meta.llama3-2-1b-instruct-v1:0, llama",
        "us.meta.llama3-2-3b-instruct-v1:0, llama",
        "us.meta.llama3-2-11b-instruct-v1:0, llama",
        "us.meta.llama3-2-90b-instruct-v1:0, llama",
        "meta.llama3-3-70b-instruct-v1:0, llama",
        "us.meta.llama4-scout-17b-instruct-v1:0, converse",
        "us.meta.llama4-maverick-17b-instruct-v1:0, converse",
        "mistral.mistral-small-2402-v1:0, mistral-completion",
        "mistral.mistral-large-2407-v1:0, mistral-chat",
        "mistral.mistral-large-3-675b-instruct, converse",
        "mistral.ministral-3-3b-instruct, converse",
        "mistral.ministral-3-8b-instruct, converse",
        "mistral.ministral-3-14b-instruct, converse",
        "mistral.magistral-small-2509, converse",
        "mistral.devstral-2-123b, converse",
        "mistral.voxtral-mini-3b-2507, converse",
        "mistral.voxtral-small-24b-2507, converse",
        "openai.gpt-oss-20b-1:0, openai-chat",
        "openai.gpt-oss-120b-1:0, openai-chat",
        "openai.gpt-oss-safeguard-20b, openai-chat",
        "openai.gpt-oss-safeguard-120b, openai-chat",
        "deepseek.v3-v1:0, converse",
        "deepseek.v3.2, converse",
        "qwen.qwen3-32b-v1:0, converse",
        "qwen.qwen3-235b-a22b-2507-v1:0, converse",
        "qwen.qwen3-coder-30b-a3b-v1:0, converse",
        "qwen.qwen3-coder-480b-a35b-v1:0, converse",
        "qwen.qwen3-coder-next, converse",
        "qwen.qwen3-next-80b-a3b, converse",
        "qwen.qwen3-vl-235b-a22b, converse",
        "google.gemma-3-4b-it, converse",
        "google.gemma-3-12b-it, converse",
        "google.gemma-3-27b-it, converse",
        "minimax.minimax-m2, converse",
        "minimax.minimax-m2.1, converse",
        "moonshot.kimi-k2-thinking, converse",
        "moonshotai.kimi-k2.5, converse",
        "nvidia.nemotron-nano-9b-v2, converse",
        "nvidia.nemotron-nano-12b-v2, converse",
        "nvidia.nemotron-nano-3-30b, converse",
        "zai.glm-4.7, converse",
        "zai.glm-4.7-flash, converse",
    })
    void a_model_that_bedrock_batches_is_asked_by_its_family(String modelId, String family) {
        assertThat(catalog.resolve(modelId).family()).hasSameClassAs(Families.BY_NAME.get(family));
    }

    @Test
    void some_jobs_may_be_larger() {
        assertThat(catalog.resolve("amazon.nova-lite-v1:0").limits().maxJobBytes())
                .isEqualTo(100_000_000_000L);
        assertThat(catalog.resolve("us.amazon.nova-2-lite-v1:0").limits().maxJobBytes())
                .isEqualTo(5_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-opus-4-20250514-v1:0",
                "us.anthropic.claude-opus-4-1-20250805-v1:0",
                "anthropic.claude-v2:1",
                "cohere.embed-english-v3",
                "cohere.command-r-v1:0",
                "amazon.nova-2-sonic-v1:0",
                "meta.llama3-8b-instruct-v1:0",
                "mistral.mixtral-8x7b-instruct-v0:1",
                "writer.palmyra-x5-v1:0",
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
