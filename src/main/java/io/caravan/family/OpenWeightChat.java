package io.caravan.family;

import static io.caravan.family.Parameters.number;
import static io.caravan.family.Parameters.object;
import static io.caravan.family.Parameters.objects;
import static io.caravan.family.Parameters.toolChoice;
import static io.caravan.family.Parameters.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.List;
import java.util.Map;

/**
 * Open-weight models (Qwen, DeepSeek and others) by the chat body in which Bedrock's documentation shows them. There is no
 * page on it for each of them, so models.yaml has them asked by {@link Converse}; this family is for what Converse does
 * not do in batch: tools. An output schema is its {@code response_format}, to which Bedrock holds the model.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html">Bedrock User Guide, Get
 *     validated JSON results from models</a>
 */
final class OpenWeightChat implements Family {
    private static final Parameters PARAMETERS = Parameters.ofText(
            "open-weight chat",
            List.of(
                    whole("max_tokens", 1, Long.MAX_VALUE),
                    number("temperature", 0, 2),
                    number("top_p", 0, 1),
                    object("response_format"),
                    objects("tools"),
                    toolChoice("auto", "none", "required")),
            Map.of());

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        return PARAMETERS.check(parameters);
    }

    @Override
    public ObjectNode body(Ask ask) {
        ObjectNode body = Bodies.empty();
        Chat.ask(body, ask);
        PARAMETERS.set(body, ask.parameters());
        ask.schema().ifPresent(schema -> Structure.responseFormat(body, schema));
        return body;
    }

    @Override
    public List<Problem> check(OutputSchema schema, Map<String, Object> parameters) {
        return Structure.all(
                Structure.inTheWay(parameters, "response_format", "tools", "tool_choice"), schema.enforcement());
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Bodies.read(json, offset, length, Chat::answer);
    }
}
