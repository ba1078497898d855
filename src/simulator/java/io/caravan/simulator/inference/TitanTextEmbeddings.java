package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Titan Text Embeddings V2 (Bedrock User Guide, "Amazon Titan Embeddings G1 - Text and V2"). */
final class TitanTextEmbeddings implements Family {

    private static final Set<String> FIELDS = Set.of("inputText", "dimensions", "normalize", "embeddingTypes");
    private static final int MAX_CHARACTERS = 50_000;

    @Override
    public Answer.Given answer(JsonNode body) {
        Body.only(body, FIELDS);
        String text = Body.text(body, "inputText");
        if (text.length() > MAX_CHARACTERS) {
            throw Body.malformed("#/inputText: expected maxLength: " + MAX_CHARACTERS + ", actual: " + text.length());
        }
        int dimensions = Integer.parseInt(Body.oneOf(body, "dimensions", "1024", List.of("1024", "512", "256")));
        List<String> types =
                Json.has(body, "embeddingTypes") ? Json.texts(body.path("embeddingTypes")) : List.of("float");
        return embed(text, dimensions, body.path("normalize").asBoolean(true), types);
    }

    private static Answer.Given embed(String text, int dimensions, boolean normalize, List<String> types) {
        Embedding embedding = Embedding.of(text, dimensions, normalize);
        int tokens = Reply.tokens(text);
        ObjectNode byType = Json.object();
        for (String type : types) {
            switch (type) {
                case "float" -> byType.set("float", embedding.floats());
                case "binary" -> byType.set("binary", embedding.bits());
                default ->
                    throw Body.malformed(
                            "#/embeddingTypes/" + types.indexOf(type) + ": " + type + " is not a valid enum value");
            }
        }
        ObjectNode answer = Json.object();
        // With only 'binary' asked for, there is no 'embedding'.
        if (byType.has("float")) {
            answer.set("embedding", byType.get("float"));
        }
        answer.set("embeddingsByType", byType);
        answer.put("inputTextTokenCount", tokens);
        return new Answer.Given(answer, tokens, 0);
    }
}
