package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Titan Text Embeddings V2 (Bedrock User Guide, "Amazon Titan Embeddings G1 - Text and V2"). */
final class TitanTextEmbeddings implements Model {

    private static final Set<String> FIELDS = Set.of("inputText", "dimensions", "normalize", "embeddingTypes");
    private static final int MAX_CHARACTERS = 50_000;

    @Override
    public Answer answer(JsonNode body) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                return Answer.invalid("Malformed input request: #: extraneous key [" + name
                        + "] is not permitted, please reformat your input and try again.");
            }
        }
        JsonNode input = body.path("inputText");
        if (input.isMissingNode()) {
            return Answer.invalid(
                    "Malformed input request: #: required key [inputText] not found, please reformat your input and try again.");
        }
        if (!input.isTextual()) {
            return Answer.invalid("Malformed input request: #/inputText: expected type: String, found: "
                    + input.getNodeType() + ", please reformat your input and try again.");
        }
        String text = input.asText();
        if (text.isEmpty()) {
            return Answer.invalid(
                    "Malformed input request: #/inputText: expected minLength: 1, actual: 0, please reformat your input and try again.");
        }
        if (text.length() > MAX_CHARACTERS) {
            return Answer.invalid("Malformed input request: #/inputText: expected maxLength: " + MAX_CHARACTERS
                    + ", actual: " + text.length() + ", please reformat your input and try again.");
        }
        int dimensions = body.path("dimensions").asInt(1024);
        if (dimensions != 1024 && dimensions != 512 && dimensions != 256) {
            return Answer.invalid("Malformed input request: #/dimensions: " + body.path("dimensions")
                    + " is not a valid enum value, please reformat your input and try again.");
        }
        List<String> types =
                Json.has(body, "embeddingTypes") ? Json.texts(body.path("embeddingTypes")) : List.of("float");
        return embed(text, dimensions, body.path("normalize").asBoolean(true), types);
    }

    private static Answer embed(String text, int dimensions, boolean normalize, List<String> types) {
        Embedding embedding = Embedding.of(text, dimensions, normalize);
        int tokens = Reply.tokens(text);
        ObjectNode answer = Json.object();
        ObjectNode byType = Json.object();
        for (String type : types) {
            switch (type) {
                case "float" -> byType.set("float", embedding.floats());
                case "binary" -> byType.set("binary", embedding.bits());
                default -> {
                    return Answer.invalid("Malformed input request: #/embeddingTypes/0: " + type
                            + " is not a valid enum value, please reformat your input and try again.");
                }
            }
        }
        // With only 'binary' asked for, there is no 'embedding'.
        if (byType.has("float")) {
            answer.set("embedding", byType.get("float"));
        }
        answer.set("embeddingsByType", byType);
        answer.put("inputTextTokenCount", tokens);
        return new Answer.Given(answer, tokens, 0);
    }
}
