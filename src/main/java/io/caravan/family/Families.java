package io.caravan.family;

import java.util.Map;

/** The families by the names that models.yaml gives them. A new family is one line here. */
final class Families {
    /** The family of a model for which models.yaml names none. */
    static final String DEFAULT = "converse";

    static final Map<String, Family> BY_NAME = Map.ofEntries(
            Map.entry("anthropic-messages", new AnthropicMessages(false)),
            Map.entry(DEFAULT, new Converse(false)),
            Map.entry("llama", new Llama()),
            Map.entry("mistral-chat", new MistralChat()),
            Map.entry("mistral-completion", new MistralCompletion()),
            Map.entry("nova", new Nova()),
            Map.entry("nova-multimodal-embeddings", new NovaMultimodalEmbeddings()),
            Map.entry("open-weight-chat", new OpenWeightChat()),
            Map.entry("openai-chat", new OpenAiChat()),
            Map.entry("titan-multimodal-embeddings", new TitanMultimodalEmbeddings()),
            Map.entry("titan-text-embeddings", new TitanTextEmbeddings()));

    private Families() {}
}
