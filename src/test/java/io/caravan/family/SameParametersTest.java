package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run changes its model without rewriting its parameters. */
class SameParametersTest {
    static Stream<String> text() {
        return Families.BY_NAME.keySet().stream()
                .filter(name -> !Families.BY_NAME.get(name).embeds());
    }

    static Stream<String> embeddings() {
        return Families.BY_NAME.keySet().stream()
                .filter(name -> Families.BY_NAME.get(name).embeds());
    }

    @ParameterizedTest
    @MethodSource("text")
    void what_all_text_models_know_has_one_name(String family) {
        assertThat(Families.BY_NAME.get(family).check(Map.of("max_tokens", 100, "temperature", 0.5, "top_p", 0.9)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("embeddings")
    void what_all_embedding_models_know_has_one_name(String family) {
        assertThat(Families.BY_NAME.get(family).check(Map.of("dimensions", 1024)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic-messages, maxTokens, max_tokens",
        "converse, stopSequences, stop_sequences",
        "converse, topP, top_p",
        "converse, outputConfig, output_config",
        "converse, additionalModelRequestFields, additional_model_request_fields",
        "llama, max_gen_len, max_tokens",
        "mistral-chat, max_completion_tokens, max_tokens",
        "mistral-completion, stop, stop_sequences",
        "nova, max_new_tokens, max_tokens",
        "nova, topK, top_k",
        "nova, reasoningConfig, reasoning_config",
        "nova, toolConfig, tool_config",
        "openai-chat, max_completion_tokens, max_tokens",
        "open-weight-chat, maxTokenCount, max_tokens",
        "nova-multimodal-embeddings, embeddingDimension, dimensions",
        "nova-multimodal-embeddings, embeddingPurpose, embedding_purpose",
        "nova-multimodal-embeddings, truncationMode, truncation_mode",
        "titan-multimodal-embeddings, outputEmbeddingLength, dimensions",
        "titan-text-embeddings, embeddingTypes, embedding_types",
    })
    void what_a_model_calls_it_is_refused_with_its_name_here(String family, String given, String name) {
        assertThat(Families.BY_NAME.get(family).check(Map.of(given, 100)))
                .extracting(Problem::toString)
                .containsExactly("parameters." + given + ": is written '" + name + "' in a manifest, for every model");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama | stop | is not a parameter of Llama; it takes max_tokens, temperature, top_p",
                "mistral-chat | stop | is not a parameter of Mistral chat; it takes max_tokens, temperature, tool_choice,"
                        + " tools, top_p",
            })
    void a_name_for_what_the_family_does_not_know_is_unknown(String family, String given, String message) {
        assertThat(Families.BY_NAME.get(family).check(Map.of(given, 100)))
                .extracting(Problem::toString)
                .containsExactly("parameters." + given + ": " + message);
    }
}
