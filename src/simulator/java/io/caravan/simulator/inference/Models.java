package io.caravan.simulator.inference;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which body a model speaks, by its base model id. */
public final class Models {

    private Models() {}

    /** The model's own body, as InvokeModel takes it; empty for a model of no known family. */
    public static Optional<Model> invoked(String baseModel) {
        return Optional.ofNullable(family(baseModel)).map(Models::refusing);
    }

    /** The Converse body; models that write no text refuse each record. */
    public static Optional<Model> conversing(String baseModel) {
        return Optional.ofNullable(family(baseModel))
                .map(family -> embeds(family)
                        ? body -> Answer.invalid("This action doesn't support the model that you provided. Try again"
                                + " with a supported text or chat model.")
                        : refusing(new Converse(baseModel)));
    }

    private static Model refusing(Family family) {
        return body -> {
            try {
                return family.answer(body);
            } catch (InvalidBody e) {
                return Answer.invalid(String.valueOf(e.getMessage()));
            }
        };
    }

    private static boolean embeds(Family family) {
        return family instanceof TitanTextEmbeddings
                || family instanceof TitanMultimodalEmbeddings
                || family instanceof NovaEmbeddings;
    }

    private static @Nullable Family family(String model) {
        String provider = model.substring(0, Math.max(0, model.indexOf('.')));
        return switch (provider) {
            case "amazon" -> amazon(model);
            case "anthropic" -> new AnthropicMessages(model);
            case "deepseek" -> new DeepSeek(model);
            case "meta" -> new Llama();
            case "mistral" -> mistral(model);
            case "openai" -> new OpenAiChat(model, true);
            case "google", "minimax", "moonshot", "moonshotai", "nvidia", "qwen", "zai" -> new OpenAiChat(model, false);
            default -> null;
        };
    }

    private static @Nullable Family amazon(String model) {
        if (model.startsWith("amazon.nova-2-multimodal-embeddings")) {
            return new NovaEmbeddings();
        }
        if (model.startsWith("amazon.nova-")) {
            return new NovaMessages();
        }
        if (model.startsWith("amazon.titan-embed-text-v2")) {
            return new TitanTextEmbeddings();
        }
        return model.startsWith("amazon.titan-embed-image-v1") ? new TitanMultimodalEmbeddings() : null;
    }

    /** Small of 2024 completes prompts, Large of 2024 chats; the later ones are open-weight models like others. */
    private static Family mistral(String model) {
        if (model.startsWith("mistral.mistral-small-2402")) {
            return new MistralCompletion();
        }
        return model.startsWith("mistral.mistral-large-2407") ? new MistralChat() : new OpenAiChat(model, false);
    }
}
