package io.caravan.family;

import static io.caravan.family.Parameters.choice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Amazon Nova 2 Multimodal Embeddings, asked with a text or an image by its synchronous schema. {@code dimensions} becomes
 * {@code embeddingDimension}. The purpose is {@code GENERIC_INDEX} unless given; a text that is too long fails rather
 * than being cut unseen, unless {@code truncation_mode} says where to cut.
 *
 * @see <a href="https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html">Amazon Nova User Guide,
 *     Complete embeddings request and response schema</a>
 */
final class NovaMultimodalEmbeddings implements Family {
    private static final String PARAMS = "singleEmbeddingParams";

    private static final Parameters PARAMETERS = new Parameters(
            "Nova 2 Multimodal Embeddings",
            List.of(
                    choice("dimensions", 256, 384, 1024, 3072).as(PARAMS + ".embeddingDimension"),
                    choice(
                                    "embedding_purpose",
                                    "GENERIC_INDEX",
                                    "GENERIC_RETRIEVAL",
                                    "TEXT_RETRIEVAL",
                                    "IMAGE_RETRIEVAL",
                                    "VIDEO_RETRIEVAL",
                                    "DOCUMENT_RETRIEVAL",
                                    "AUDIO_RETRIEVAL",
                                    "CLASSIFICATION",
                                    "CLUSTERING")
                            .as(PARAMS + ".embeddingPurpose"),
                    choice("truncation_mode", "START", "END", "NONE").as(PARAMS + ".text.truncationMode")),
            Map.of(
                    "schemaVersion",
                    "Caravan sets it",
                    "taskType",
                    "Caravan sets it",
                    PARAMS,
                    "its members are given by themselves, as dimensions, embedding_purpose, truncation_mode",
                    "text",
                    Vectors.TEXT_COLUMN));

    @Override
    public boolean embeds() {
        return true;
    }

    /** A request may have 25 MB, its image as base64. */
    @Override
    public Optional<ImageLimits> images() {
        return Optional.of(new ImageLimits(ImageLimits.ALL, 18_000_000, 8000, false));
    }

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        return PARAMETERS.check(parameters);
    }

    @Override
    public ObjectNode body(Ask ask) {
        ObjectNode body = Bodies.empty();
        body.put("schemaVersion", "nova-multimodal-embed-v1");
        body.put("taskType", "SINGLE_EMBEDDING");
        ObjectNode params = body.putObject(PARAMS);
        params.put("embeddingPurpose", "GENERIC_INDEX");
        var parameters = new HashMap<>(ask.parameters());
        if (ask.image()) {
            ObjectNode image = params.putObject("image");
            image.putPOJO("format", ImageHole.FORMAT);
            image.putObject("source").putPOJO("bytes", ImageHole.DATA);
            parameters.remove("truncation_mode"); // of texts
        } else {
            params.putObject("text").put("truncationMode", "NONE").set("value", Bodies.text(ask.prompt()));
        }
        PARAMETERS.set(body, parameters);
        return body;
    }

    /** It does not tell its tokens. */
    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Vectors.read(json, offset, length, "'embeddings' with an 'embedding' of numbers");
    }
}
