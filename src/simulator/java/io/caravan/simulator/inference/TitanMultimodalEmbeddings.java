package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Titan Multimodal Embeddings G1 (Bedrock User Guide): a text, an image or both in one vector. */
final class TitanMultimodalEmbeddings implements Family {

    @Override
    public Answer.Given answer(JsonNode body) {
        Body.only(body, Set.of("inputText", "inputImage", "embeddingConfig"));
        boolean hasText = Json.has(body, "inputText");
        boolean hasImage = Json.has(body, "inputImage");
        if (!hasText && !hasImage) {
            throw new InvalidBody("This model requires an input text or an input image. Provide at least one.");
        }
        String text = hasText ? Body.text(body, "inputText") : "";
        String image = hasImage ? Body.text(body, "inputImage") : "";
        try {
            Base64.getDecoder().decode(image);
        } catch (IllegalArgumentException e) {
            throw new InvalidBody("Failed to decode image: inputImage is not valid Base64");
        }
        JsonNode config = body.path("embeddingConfig");
        Body.only(config, Set.of("outputEmbeddingLength"));
        int length =
                Integer.parseInt(Body.oneOf(config, "outputEmbeddingLength", "1024", List.of("256", "384", "1024")));
        int tokens = Reply.tokens(text);
        ObjectNode answer = Json.object();
        answer.set("embedding", Embedding.of(text + image, length, true).floats());
        answer.put("inputTextTokenCount", tokens).putNull("message");
        return new Answer.Given(answer, tokens, 0);
    }
}
