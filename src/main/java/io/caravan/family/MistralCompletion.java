package io.caravan.family;

import static io.caravan.family.Parameters.number;
import static io.caravan.family.Parameters.texts;
import static io.caravan.family.Parameters.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Mistral Small (24.02) by text completion, asked with one text in its chat markup. That has no place for a system prompt: it
 * stands before the prompt, in the user's own turn. {@code stop_sequences} becomes {@code stop}. An output schema is told
 * in words. It does not tell its tokens.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html">
 *     Bedrock User Guide, Mistral AI text completion</a>
 */
final class MistralCompletion implements Family {
    /** {@code <s>} is none of them: it begins a text, and ends no turn. */
    static final Markup MARKUP = new Markup("Mistral", List.of("[INST]", "[/INST]", "</s>"));

    private static final Parameters PARAMETERS = Parameters.ofText(
            "Mistral text completion",
            List.of(
                    whole("max_tokens", 1, 8192),
                    number("temperature", 0, 1),
                    number("top_p", 0, 1),
                    whole("top_k", 0, 200),
                    texts("stop_sequences", 10).as("stop")),
            Map.of());

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        return PARAMETERS.check(parameters);
    }

    @Override
    public Optional<String> objection(Ask ask, UnaryOperator<String> values) {
        return MARKUP.objection(ask, values);
    }

    @Override
    public ObjectNode body(Ask asked) {
        Ask ask = asked.instructed();
        var pieces = new ArrayList<Object>(List.of("<s>"));
        for (Ask.Turn turn : ask.turns()) {
            if (turn.role() == Ask.Role.USER) {
                pieces.add("[INST] ");
                if (pieces.size() == 2) {
                    ask.system().ifPresent(system -> pieces.addAll(List.of(system, "\n\n")));
                }
                pieces.addAll(List.of(turn.text(), " [/INST]"));
            } else {
                pieces.addAll(List.of(turn.text(), "</s>"));
            }
        }
        ObjectNode body = Bodies.empty();
        body.set("prompt", Bodies.text(Markup.text(pieces)));
        PARAMETERS.set(body, ask.parameters());
        return body;
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Bodies.read(json, offset, length, MistralCompletion::answer);
    }

    private static Answer answer(JsonNode body) {
        JsonNode output = body.path("outputs").path(0);
        if (!output.path("text").isTextual()) {
            return Bodies.unreadable("'outputs' with a 'text'", body.toString());
        }
        return new Reply()
                .text(output.path("text").textValue())
                .answer(output.path("stop_reason").asText(""), Tokens.UNKNOWN);
    }
}
