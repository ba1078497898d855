package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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
                .withSystem(conversation.system());
        Reply reply = Reply.to(ask);
        ObjectNode answer = Json.object();
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", reply.text());
        choice.put("stop_reason", OpenAiChat.finish(reply));
        return new Answer.Given(answer, reply.inputTokens(), reply.outputTokens());
    }
}
