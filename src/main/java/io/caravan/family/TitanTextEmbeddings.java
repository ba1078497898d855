package io.caravan.family;

import static io.caravan.family.Parameters.choice;
import static io.caravan.family.Parameters.choices;
import static io.caravan.family.Parameters.flag;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import java.util.List;
import java.util.Map;

/**
 * Amazon Titan Text Embeddings V2.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html">Bedrock
 *     User Guide, Amazon Titan Embeddings G1 - Text and V2</a>
 */
final class TitanTextEmbeddings implements Family {
    private static final Parameters PARAMETERS = new Parameters(
            "Titan Text Embeddings V2",
            List.of(
                    choice("dimensions", 256, 512, 1024),
                    flag("normalize"),
                    choices("embedding_types", "float", "binary").as("embeddingTypes")),
            Map.of("inputText", Vectors.TEXT_COLUMN));

    @Override
    public boolean embeds() {
        return true;
    }

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        return PARAMETERS.check(parameters);
    }

    @Override
    public ObjectNode body(Ask ask) {
        ObjectNode body = Bodies.empty();
        body.set("inputText", Bodies.text(ask.prompt()));
        PARAMETERS.set(body, ask.parameters());
        return body;
    }

    /** Of several types asked for, the answer is the floats. */
    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Vectors.read(json, offset, length, "'embedding' or 'embeddingsByType' with a list of numbers");
    }
}
