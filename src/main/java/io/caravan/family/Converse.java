package io.caravan.family;

import static io.caravan.family.Parameters.number;
import static io.caravan.family.Parameters.object;
import static io.caravan.family.Parameters.texts;
import static io.caravan.family.Parameters.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any text model by the Converse API: Bedrock itself puts the body into the model's own words. It is the family of a model
 * for which models.yaml names none. {@code max_tokens}, {@code temperature}, {@code top_p} and {@code stop_sequences}
 * stand in {@code inferenceConfig} in camel case; {@code top_k}, which Converse does not know, goes to the model by
 * {@code additionalModelRequestFields}, as does all else that only this model knows.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">Bedrock API Reference,
 *     Converse</a>
 */
final class Converse implements Family {
    private static final String CONFIG = "inferenceConfig";
    private static final String ADDITIONAL = "additionalModelRequestFields";
    private static final String NO_TOOLS = "batch inference by Converse does not take tools";

    private static final Parameters PARAMETERS = Parameters.ofText(
            "Converse",
            List.of(
                    whole("max_tokens", 1, Long.MAX_VALUE).as(CONFIG + ".maxTokens"),
                    number("temperature", 0, 1).as(CONFIG + ".temperature"),
                    number("top_p", 0, 1).as(CONFIG + ".topP"),
                    whole("top_k", 0, Long.MAX_VALUE).as(ADDITIONAL + ".top_k"),
                    texts("stop_sequences", 2500).as(CONFIG + ".stopSequences"),
                    object("output_config").as("outputConfig"),
                    object("additional_model_request_fields").as(ADDITIONAL)),
            Map.of(
                    CONFIG,
                    "its members are given by themselves, as max_tokens, temperature, top_p, stop_sequences",
                    "tools",
                    NO_TOOLS,
                    "tool_choice",
                    NO_TOOLS,
                    "tool_config",
                    NO_TOOLS,
                    "toolConfig",
                    NO_TOOLS,
                    "modelId",
                    "it is the manifest's field 'model_id'"));

    @Override
    public boolean converse() {
        return true;
    }

    @Override
    public Optional<ImageLimits> images() {
        return Optional.of(new ImageLimits(ImageLimits.ALL, 3_750_000, 8000, true));
    }

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        return PARAMETERS.check(parameters);
    }

    @Override
    public ObjectNode body(Ask ask) {
        ObjectNode body = Bodies.empty();
        Blocks.ask(body, ask);
        PARAMETERS.set(body, ask.parameters());
        return body;
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Bodies.read(json, offset, length, Blocks::answer);
    }
}
