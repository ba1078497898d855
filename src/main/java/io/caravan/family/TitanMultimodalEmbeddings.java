package io.caravan.family;

import static io.caravan.family.Parameters.choice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.format.ImageHead;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Amazon Titan Multimodal Embeddings G1, asked with text, an image or both. {@code dimensions} becomes {@code outputEmbeddingLength}.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html">Bedrock User
 *     Guide, Amazon Titan Multimodal Embeddings G1</a>
 */
final class TitanMultimodalEmbeddings implements Family {
    private static final Parameters PARAMETERS = new Parameters(
            "Titan Multimodal Embeddings G1",
            List.of(choice("dimensions", 256, 384, 1024).as("embeddingConfig.outputEmbeddingLength")),
            Map.of("inputText", Vectors.TEXT_COLUMN, "embeddingConfig", "give its 'dimensions' by itself"));

    @Override
    public boolean embeds() {
        return true;
    }

    @Override
    public Optional<ImageLimits> images() {
        return Optional.of(
                new ImageLimits(EnumSet.of(ImageHead.Kind.PNG, ImageHead.Kind.JPEG), 25_000_000, 2048, true));
    }

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        return PARAMETERS.check(parameters);
    }

    @Override
    public ObjectNode body(Ask ask) {
        ObjectNode body = Bodies.empty();
        if (!ask.prompt().parts().isEmpty()) {
            body.set("inputText", Bodies.text(ask.prompt()));
        }
        if (ask.image()) {
            body.putPOJO("inputImage", ImageHole.DATA);
        }
        PARAMETERS.set(body, ask.parameters());
        return body;
    }

    /** A {@code message} in an answer tells what went wrong, even beside a vector. */
    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Vectors.read(json, offset, length, "'embedding' with a list of numbers");
    }
}
