package io.caravan.family;

import static io.caravan.family.Parameters.number;
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
 * Meta's Llama 3.1 to 3.3, asked with one text in their chat markup. {@code max_tokens} becomes {@code max_gen_len}; there
 * is neither {@code top_k} nor {@code stop_sequences}. An output schema is told in words. Llama 4 has another markup and is asked by {@link Converse}.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html">Bedrock User Guide, Meta
 *     Llama models</a>
 */
final class Llama implements Family {
    private static final String HEADER = "<|start_header_id|>";
    private static final String HEADED = "<|end_header_id|>";
    private static final String END = "<|eot_id|>";

    static final Markup MARKUP = new Markup(
            "Llama",
            List.of(END, HEADER, HEADED, "<|begin_of_text|>", "<|end_of_text|>", "<|eom_id|>", "<|python_tag|>"));

    private static final Parameters PARAMETERS = Parameters.ofText(
            "Llama",
            List.of(whole("max_tokens", 1, 2048).as("max_gen_len"), number("temperature", 0, 1), number("top_p", 0, 1)),
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
        var pieces = new ArrayList<Object>(List.of("<|begin_of_text|>"));
        ask.system().ifPresent(system -> pieces.addAll(List.of(header("system"), system, END)));
        ask.turns().forEach(turn -> pieces.addAll(List.of(header(turn.role().word()), turn.text(), END)));
        pieces.add(header("assistant"));
        ObjectNode body = Bodies.empty();
        body.set("prompt", Bodies.text(Markup.text(pieces)));
        PARAMETERS.set(body, ask.parameters());
        return body;
    }

    private static String header(String role) {
        return HEADER + role + HEADED + "\n\n";
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Bodies.read(json, offset, length, Llama::answer);
    }

    private static Answer answer(JsonNode body) {
        if (!body.path("generation").isTextual()) {
            return Bodies.unreadable("'generation' with a text", body.toString());
        }
        Tokens tokens = Bodies.tokens(body, "prompt_token_count", "generation_token_count");
        return new Reply()
                .text(body.path("generation").textValue())
                .answer(body.path("stop_reason").asText(""), tokens);
    }
}
