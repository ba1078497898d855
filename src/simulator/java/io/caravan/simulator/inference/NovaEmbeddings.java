package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Nova 2 Multimodal Embeddings (Nova User Guide, "Embeddings schema"), the synchronous form: one embedding a record. */
final class NovaEmbeddings implements Family {

    private static final int MAX_CHARACTERS = 8_192;

    private static final Set<String> PARAMETERS =
            Set.of("embeddingPurpose", "embeddingDimension", "text", "image", "audio", "video");

    private static final List<String> PURPOSES = List.of(
            "GENERIC_INDEX",
            "GENERIC_RETRIEVAL",
            "TEXT_RETRIEVAL",
            "IMAGE_RETRIEVAL",
            "VIDEO_RETRIEVAL",
            "DOCUMENT_RETRIEVAL",
            "AUDIO_RETRIEVAL",
            "CLASSIFICATION",
            "CLUSTERING");

    @Override
    public Answer.Given answer(JsonNode body) {
        Body.only(body, Set.of("schemaVersion", "taskType", "singleEmbeddingParams"));
        Body.oneOf(body, "schemaVersion", "", List.of("nova-multimodal-embed-v1"));
        Body.requires(body, "taskType", "singleEmbeddingParams");
        Body.oneOf(body, "taskType", "", List.of("SINGLE_EMBEDDING"));
        JsonNode parameters = body.path("singleEmbeddingParams");
        Body.only(parameters, PARAMETERS);
        Body.requires(parameters, "embeddingPurpose");
        Body.oneOf(parameters, "embeddingPurpose", "", PURPOSES);
        int dimensions = Integer.parseInt(
                Body.oneOf(parameters, "embeddingDimension", "3072", List.of("256", "384", "1024", "3072")));
        List<String> kinds = List.of("text", "image", "audio", "video").stream()
                .filter(kind -> Json.has(parameters, kind))
                .toList();
        if (kinds.size() != 1) {
            throw Body.malformed(
                    "#/singleEmbeddingParams: exactly one of text, image, audio and video is required, found: "
                            + kinds.size());
        }
        return kinds.getFirst().equals("text")
                ? text(parameters.path("text"), dimensions)
                : media(kinds.getFirst(), parameters.path(kinds.getFirst()), dimensions);
    }

    private static Answer.Given text(JsonNode text, int dimensions) {
        String value = Body.text(text, "value");
        Body.requires(text, "truncationMode");
        String mode = Body.oneOf(text, "truncationMode", "", List.of("START", "END", "NONE"));
        ObjectNode answer = Json.object();
        ArrayNode embeddings = answer.putArray("embeddings");
        if (value.length() <= MAX_CHARACTERS) {
            add(embeddings, "TEXT", value, dimensions);
        } else {
            String rest = switch (mode) {
                case "START" -> value.substring(value.length() - MAX_CHARACTERS);
                case "END" -> value.substring(0, MAX_CHARACTERS);
                default ->
                    throw Body.malformed("#/singleEmbeddingParams/text/value: expected maxLength: " + MAX_CHARACTERS
                            + ", actual: " + value.length());
            };
            add(embeddings, "TEXT", rest, dimensions).put("truncatedCharLength", MAX_CHARACTERS);
        }
        return new Answer.Given(answer, Reply.tokens(value), 0);
    }

    private static Answer.Given media(String kind, JsonNode media, int dimensions) {
        Body.requires(media, "format", "source");
        if (kind.equals("image") && media.path("source").has("bytes")) {
            Pictures.described(media.path("format").asText(), media.at("/source/bytes"), 25_000_000);
        }
        ObjectNode answer = Json.object();
        ArrayNode embeddings = answer.putArray("embeddings");
        String content = media.toString();
        String type = kind.toUpperCase(Locale.ROOT);
        if (kind.equals("video")) {
            Body.requires(media, "embeddingMode");
            if (Body.oneOf(media, "embeddingMode", "", List.of("AUDIO_VIDEO_COMBINED", "AUDIO_VIDEO_SEPARATE"))
                    .equals("AUDIO_VIDEO_COMBINED")) {
                type = "AUDIO_VIDEO_COMBINED";
            } else {
                add(embeddings, "AUDIO", content + "audio", dimensions);
            }
        }
        add(embeddings, type, content, dimensions);
        return new Answer.Given(answer, Reply.tokens(content), 0);
    }

    private static ObjectNode add(ArrayNode embeddings, String type, String content, int dimensions) {
        ObjectNode embedding = embeddings.addObject().put("embeddingType", type);
        embedding.set("embedding", Embedding.of(content, dimensions, true).floats());
        return embedding;
    }
}
