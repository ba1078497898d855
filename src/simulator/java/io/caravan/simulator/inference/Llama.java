package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Meta Llama's completion body (Bedrock User Guide, "Meta Llama models"): a prompt in Llama's template, no messages. */
final class Llama implements Family {

    private static final Set<String> FIELDS = Set.of("prompt", "max_gen_len", "temperature", "top_p", "images");

    @Override
    public Answer.Given answer(JsonNode body) {
        Body.only(body, FIELDS);
        String prompt = Body.text(body, "prompt");
        Body.number(body, "temperature", 0, 1);
        Body.number(body, "top_p", 0, 1);
        Ask ask = Ask.of(user(prompt), Body.integer(body, "max_gen_len", 512, 1, 2_048), List.of());
        Reply reply = Reply.to(ask);
        int inputTokens = Reply.tokens(prompt);
        return new Answer.Given(
                Json.object()
                        .put("generation", reply.text())
                        .put("prompt_token_count", inputTokens)
                        .put("generation_token_count", reply.outputTokens())
                        .put("stop_reason", reply.stop() == Reply.Stop.MAX_TOKENS ? "length" : "stop"),
                inputTokens,
                reply.outputTokens());
    }

    /** Llama 4 names the marks of its template otherwise. */
    private static String user(String prompt) {
        String older = Conversation.between(prompt, "<|start_header_id|>user<|end_header_id|>", "<|eot_id|>");
        return Conversation.between(older, "<|header_start|>user<|header_end|>", "<|eot|>");
    }
}
