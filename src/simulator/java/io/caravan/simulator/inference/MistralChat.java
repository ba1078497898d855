package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Mistral Large's chat completion (Bedrock User Guide, "Mistral AI chat completion"). No token counts, as documented. */
final class MistralChat implements Family {

    private static final Set<String> FIELDS =
            Set.of("messages", "tools", "tool_choice", "max_tokens", "temperature", "top_p");

    @Override
    public Answer.Given answer(JsonNode body) {
        Body.only(body, FIELDS);
        OpenAiChat.messages(body);
        Body.number(body, "temperature", 0, 1);
        Body.number(body, "top_p", 0, 1);
        Conversation conversation = Conversation.of(body.path("messages"));
        Ask ask = Ask.of(conversation.prompt(), Body.integer(body, "max_tokens", 8_192, 1, 8_192), List.of())
                .withSystem(conversation.system())
                .withSchema(tool(body).map(tool -> tool.path("parameters")));
        Reply reply = Reply.to(ask);
        ObjectNode answer = Json.object();
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        tool(body).ifPresentOrElse(tool -> call(message, tool, reply), () -> message.put("content", reply.text()));
        choice.put("stop_reason", tool(body).isPresent() ? "tool_calls" : OpenAiChat.finish(reply));
        return new Answer.Given(answer, reply.inputTokens(), reply.outputTokens());
    }

    private static void call(ObjectNode message, JsonNode tool, Reply reply) {
        message.put("content", "");
        message.putArray("tool_calls")
                .addObject()
                .put("id", "call_" + Reply.checksum(reply.text()))
                .putObject("function")
                .put("name", tool.path("name").asText())
                .put("arguments", reply.text());
    }

    /** The function that is called because one has to be: of several, the first. */
    private static Optional<JsonNode> tool(JsonNode body) {
        JsonNode function = body.at("/tools/0/function");
        return Body.oneOf(body, "tool_choice", "auto", List.of("auto", "any", "none"))
                                .equals("any")
                        && function.isObject()
                ? Optional.of(function)
                : Optional.empty();
    }
}
