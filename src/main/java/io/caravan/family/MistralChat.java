package io.caravan.family;

import static io.caravan.family.Parameters.choice;
import static io.caravan.family.Parameters.number;
import static io.caravan.family.Parameters.objects;
import static io.caravan.family.Parameters.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.List;
import java.util.Map;

/**
 * Mistral Large (24.07) by chat completion, which knows neither {@code top_k} nor {@code stop_sequences}, and does not tell
 * its tokens. An output schema is the parameters of a tool that the model is forced to use.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-chat-completion.html">
 *     Bedrock User Guide, Mistral AI chat completion</a>
 */
final class MistralChat implements Family {
    private static final Parameters PARAMETERS = Parameters.ofText(
            "Mistral chat",
            List.of(
                    whole("max_tokens", 1, 8192),
                    number("temperature", 0, 1),
                    number("top_p", 0, 1),
                    objects("tools"),
                    choice("tool_choice", "auto", "any", "none")),
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
        ask.schema().ifPresent(schema -> {
            Structure.function(body, schema);
            body.put("tool_choice", "any");
        });
        return body;
    }

    @Override
    public List<Problem> check(OutputSchema schema, Map<String, Object> parameters) {
        return Structure.inTheWay(parameters, "tools", "tool_choice");
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Bodies.read(json, offset, length, Chat::answer);
    }
}
