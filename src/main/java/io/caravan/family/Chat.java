package io.caravan.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Template;
import io.caravan.model.Tokens;
import java.util.function.BinaryOperator;

/** Messages of plain text and their choices, as OpenAI's chat completions have them and many models after them. */
final class Chat {
    private Chat() {}

    /** Sets the system prompt, if any, and the conversation. */
    static void ask(ObjectNode body, Ask ask) {
        ArrayNode messages = body.putArray("messages");
        ask.system().ifPresent(system -> message(messages, "system", system));
        turns(messages, ask);
    }

    /** Adds a message for each turn. */
    static void turns(ArrayNode messages, Ask ask) {
        ask.turns().forEach(turn -> message(messages, turn.role().word(), turn.text()));
    }

    private static void message(ArrayNode messages, String role, Template text) {
        messages.addObject().put("role", role).set("content", Bodies.text(text));
    }

    static Answer answer(JsonNode body) {
        return answer(body, (content, stopReason) -> content);
    }

    /** @param words makes the answer's text of the content and the reason why it ended there */
    static Answer answer(JsonNode body, BinaryOperator<String> words) {
        JsonNode choice = body.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            return Bodies.unreadable("'choices' with a 'message'", body.toString());
        }
        // Mistral calls it stop_reason.
        String stopReason =
                choice.path("finish_reason").asText(choice.path("stop_reason").asText(""));
        Tokens tokens = Bodies.tokens(body.path("usage"), "prompt_tokens", "completion_tokens");
        var reply = new Reply();
        if (!message.path("refusal").asText("").isEmpty()) {
            return reply.text(message.path("refusal").asText())
                    .failed(ErrorClass.REFUSED, "the model refused to answer", stopReason, tokens);
        }
        reply.text(words.apply(content(message.path("content")), stopReason));
        if (stopReason.equals("content_filter")) {
            return reply.failed(ErrorClass.REFUSED, "a content filter withheld the answer", stopReason, tokens);
        }
        for (JsonNode call : message.path("tool_calls")) {
            reply.call(call.path("function").path("arguments").asText());
        }
        return reply.answer(stopReason, tokens);
    }

    /** A text, a list of parts of which those of text count, or nothing beside calls of tools. */
    private static String content(JsonNode content) {
        var text = new StringBuilder(content.isTextual() ? content.textValue() : "");
        for (JsonNode part : content) {
            text.append(part.path("text").asText(""));
        }
        return text.toString();
    }
}
