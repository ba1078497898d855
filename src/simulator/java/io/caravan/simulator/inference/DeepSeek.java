package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * DeepSeek takes two forms: the prompt of its own page (Bedrock User Guide, "DeepSeek models") and the messages that the
 * structured output page shows for open-weight models. AWS's pages disagree, so both are answered.
 */
final class DeepSeek implements Family {

    private static final Set<String> FIELDS = Set.of("prompt", "max_tokens", "temperature", "top_p", "stop");

    private final OpenAiChat chat;

    DeepSeek(String model) {
        this.chat = new OpenAiChat(model, false);
    }

    @Override
    public Answer.Given answer(JsonNode body) {
        if (body.has("messages")) {
            return chat.answer(body);
        }
        Body.only(body, FIELDS);
        String prompt = Body.text(body, "prompt");
        Body.number(body, "temperature", 0, 1);
        Body.number(body, "top_p", 0, 1);
        Ask ask = Ask.of(
                Conversation.between(prompt, "<｜User｜>", "<｜Assistant｜>"),
                Body.integer(body, "max_tokens", 4_096, 1, 32_768),
                Json.texts(body.path("stop")));
        Reply reply = Reply.to(ask);
        var answer = Json.object();
        answer.putArray("choices").addObject().put("text", reply.text()).put("stop_reason", OpenAiChat.finish(reply));
        return new Answer.Given(answer, Reply.tokens(prompt), reply.outputTokens());
    }
}
