package io.caravan.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Template;
import io.caravan.model.Tokens;

/** Messages of content blocks and their answer, as Converse has them and Nova too. */
final class Blocks {
    private Blocks() {}

    /** Sets the system prompt, if any, and the conversation. */
    static void ask(ObjectNode body, Ask ask) {
        ask.system().ifPresent(system -> text(body, "system", system));
        ArrayNode messages = body.putArray("messages");
        ask.turns()
                .forEach(turn ->
                        text(messages.addObject().put("role", turn.role().word()), "content", turn.text()));
        if (ask.image()) {
            image(((ArrayNode) messages.path(messages.size() - 1).path("content")).insertObject(0));
        }
    }

    private static void image(ObjectNode block) {
        ObjectNode image = block.putObject("image");
        image.putPOJO("format", ImageHole.FORMAT);
        image.putObject("source").putPOJO("bytes", ImageHole.DATA);
    }

    private static void text(ObjectNode object, String member, Template text) {
        object.putArray(member).addObject().set("text", Bodies.text(text));
    }

    static Answer answer(JsonNode body) {
        JsonNode content = body.path("output").path("message").path("content");
        String stopReason = body.path("stopReason").asText("");
        Tokens tokens = tokens(body.path("usage"));
        var reply = new Reply();
        for (JsonNode block : content) {
            // Reasoning, and what later models add, is not the answer.
            if (block.path("text").isTextual()) {
                reply.text(block.path("text").textValue());
            } else if (block.has("toolUse")) {
                reply.call(block.path("toolUse").path("input").toString());
            }
        }
        return switch (stopReason) {
            case "content_filtered" ->
                reply.failed(ErrorClass.REFUSED, "a content filter withheld the answer", stopReason, tokens);
            case "guardrail_intervened" ->
                reply.failed(ErrorClass.REFUSED, "a guardrail intervened", stopReason, tokens);
            case "malformed_model_output", "malformed_tool_use" ->
                reply.failed(
                        ErrorClass.UNREADABLE,
                        "Bedrock could not read what the model wrote (" + stopReason + ")",
                        stopReason,
                        tokens);
            default ->
                content.isArray()
                        ? reply.answer(stopReason, tokens)
                        : Bodies.unreadable("'output.message.content' with a list of blocks", body.toString());
        };
    }

    /** The names of cached tokens have a suffix in Nova's own answers. */
    private static Tokens tokens(JsonNode usage) {
        return Bodies.tokens(
                usage,
                "inputTokens",
                "outputTokens",
                "cacheReadInputTokens",
                "cacheWriteInputTokens",
                "cacheReadInputTokenCount",
                "cacheWriteInputTokenCount");
    }
}
