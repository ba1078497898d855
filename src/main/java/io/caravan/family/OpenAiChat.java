package io.caravan.family;

import static io.caravan.family.Parameters.choice;
import static io.caravan.family.Parameters.number;
import static io.caravan.family.Parameters.object;
import static io.caravan.family.Parameters.objects;
import static io.caravan.family.Parameters.texts;
import static io.caravan.family.Parameters.toolChoice;
import static io.caravan.family.Parameters.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's gpt-oss by chat completions. {@code max_tokens} becomes {@code max_completion_tokens}, {@code stop_sequences}
 * becomes {@code stop}. An output schema is its {@code response_format}, to which Bedrock holds the model.
 *
 * <p>These models put their reasoning in front of the answer, in {@code <reasoning>} tags. It is taken off: the answer is
 * the answer, whichever model gave it. What was taken off stays in the job's output, and is billed: it counts against
 * {@code max_tokens}.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html">Bedrock User Guide,
 *     OpenAI models</a>
 */
final class OpenAiChat implements Family {
    private static final String REASONING = "<reasoning>";
    private static final String REASONED = "</reasoning>";

    private static final Parameters PARAMETERS = Parameters.ofText(
            "OpenAI chat",
            List.of(
                    whole("max_tokens", 1, Long.MAX_VALUE).as("max_completion_tokens"),
                    number("temperature", 0, 2),
                    number("top_p", 0, 1),
                    texts("stop_sequences", 4).as("stop"),
                    choice("reasoning_effort", "low", "medium", "high"),
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
        return Bodies.read(json, offset, length, body -> Chat.answer(body, OpenAiChat::withoutReasoning));
    }

    /** Only the first: tags behind it are what the prompt asked for. Cut off inside of it, nothing is left. */
    private static String withoutReasoning(String content, String stopReason) {
        if (!content.startsWith(REASONING)) {
            return content;
        }
        int end = content.indexOf(REASONED);
        if (end >= 0) {
            return content.substring(end + REASONED.length()).stripLeading();
        }
        return stopReason.equals("length") ? "" : content;
    }
}
