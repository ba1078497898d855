package io.caravan.simulator.inference;

import java.util.Optional;

/** Which body a model speaks, by its base model id. */
public final class Models {

    private Models() {}

    /** Empty for a model that batch inference does not know. */
    public static Optional<Model> find(String baseModel) {
        if (baseModel.startsWith("anthropic.claude-")) {
            return Optional.of(new AnthropicMessages(baseModel));
        }
        if (baseModel.startsWith("amazon.titan-embed-text-v2")) {
            return Optional.of(new TitanTextEmbeddings());
        }
        return Optional.empty();
    }
}
