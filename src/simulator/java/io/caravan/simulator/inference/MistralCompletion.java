package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Mistral's text completion (Bedrock User Guide, "Mistral AI text completion"). Its answers hold no token counts. */
final class MistralCompletion implements Family {

    private static final Set<String> FIELDS = Set.of("prompt", "max_tokens", "stop", "temperature", "top_p", "top_k");

    @Override
    public Answer.Given answer(JsonNode body) {
        Body.only(body, FIELDS);
        String prompt = Body.text(body, "prompt");
        Body.number(body, "temperature", 0, 1);
        Body.number(body, "top_p", 0, 1);
        Body.number(body, "top_k", 0, 200);
        Ask ask = Ask.of(
                Conversation.between(prompt, "[INST]", "[/INST]"),
                Body.integer(body, "max_tokens", 512, 1, 8_192),
                Json.texts(body.path("stop")));
        Reply reply = Reply.to(ask);
        var answer = Json.object();
        answer.putArray("outputs").addObject().put("text", reply.text()).put("stop_reason", OpenAiChat.finish(reply));
        return new Answer.Given(answer, Reply.tokens(prompt), reply.outputTokens());
    }
}
