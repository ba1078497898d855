package io.caravan.family;

import java.util.Map;

/** The families by the names that models.yaml gives them. A new family is one line here. */
final class Families {
    static final Map<String, Family> BY_NAME =
            Map.of("anthropic-messages", new AnthropicMessages(), "titan-text-embeddings", new TitanTextEmbeddings());

    private Families() {}
}
