package io.caravan.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Tokens;

/** Reads a message from Claude. */
final class AnthropicAnswer {
    private AnthropicAnswer() {}

    static Answer of(JsonNode message) {
        JsonNode content = message.path("content");
        String stopReason = message.path("stop_reason").asText("");
        Tokens tokens = Bodies.tokens(
                message.path("usage"),
                "input_tokens",
                "output_tokens",
                "cache_creation_input_tokens",
                "cache_read_input_tokens");
        if (stopReason.equals("refusal")) {
            String explanation =
                    message.path("stop_details").path("explanation").asText("");
            return new Reply()
                    .text(explanation)
                    .failed(ErrorClass.REFUSED, "the model refused to answer", stopReason, tokens);
        }
        if (!content.isArray()) {
            return Bodies.unreadable("'content' with a list of blocks", message.toString());
        }
        var reply = new Reply();
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> reply.text(block.path("text").asText());
                case "tool_use" -> reply.call(block.path("input").toString());
                default -> {
                    // Thinking, and what later models add, is not the answer.
                }
            }
        }
        return reply.answer(stopReason, tokens);
    }
}
