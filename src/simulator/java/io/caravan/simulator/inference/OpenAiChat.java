package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI's chat completions body: gpt-oss (Bedrock User Guide, "OpenAI models") and the open-weight models, whose samples
 * have the same form. A model that reasons writes its reasoning into the content, and it counts as output.
 */
final class OpenAiChat implements Family {

    private static final String REASONING = "<reasoning>A simulated line of thought.</reasoning>";
    private static final List<String> ROLES = List.of("developer", "system", "user", "assistant", "tool");

    private final String model;
    private final boolean reasons;

    OpenAiChat(String model, boolean reasons) {
        this.model = model;
        this.reasons = reasons;
    }

    @Override
    public Answer.Given answer(JsonNode body) {
        messages(body);
        if (body.path("stream").asBoolean(false)) {
            throw new InvalidBody("stream: must be false");
        }
        Body.number(body, "temperature", 0, 2);
        Body.number(body, "top_p", 0, 1);
        long older = Body.integer(body, "max_tokens", 4_096, 1, 131_072);
        long max = Body.integer(body, "max_completion_tokens", older, 1, 131_072);
        Conversation conversation = Conversation.of(body.path("messages"));
        JsonNode stop = body.path("stop");
        Ask ask = Ask.of(conversation.prompt(), max, stop.isTextual() ? List.of(stop.asText()) : Json.texts(stop))
                .withSystem(conversation.system())
                .withSchema(schema(body));
        return reply(ask, reasons ? Reply.to(ask, REASONING) : Reply.to(ask));
    }

    private Answer.Given reply(Ask ask, Reply reply) {
        ObjectNode answer = Json.object()
                .put("id", "chatcmpl-" + Reply.checksum(ask.prompt()))
                .put("object", "chat.completion")
                .put("created", 1_760_000_000)
                .put("model", model);
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", reply.text());
        choice.put("finish_reason", finish(reply));
        answer.putObject("usage")
                .put("prompt_tokens", reply.inputTokens())
                .put("completion_tokens", reply.outputTokens())
                .put("total_tokens", reply.inputTokens() + reply.outputTokens());
        return new Answer.Given(answer, reply.inputTokens(), reply.outputTokens());
    }

    static String finish(Reply reply) {
        return reply.stop() == Reply.Stop.MAX_TOKENS ? "length" : "stop";
    }

    static void messages(JsonNode body) {
        Body.requires(body, "messages");
        JsonNode messages = body.path("messages");
        if (!messages.isArray()) {
            throw Body.wrongType("#/messages", "JSONArray", messages);
        }
        if (messages.isEmpty()) {
            throw Body.malformed("#/messages: expected minimum item count: 1, found: 0");
        }
        for (int i = 0; i < messages.size(); i++) {
            if (!ROLES.contains(messages.get(i).path("role").asText())) {
                throw Body.malformed("#/messages/" + i + "/role: "
                        + messages.get(i).path("role").asText() + " is not a valid enum value");
            }
        }
    }

    private static Optional<JsonNode> schema(JsonNode body) {
        JsonNode format = body.path("response_format");
        return format.path("type").asText().equals("json_schema")
                ? Structured.checked(format.at("/json_schema/schema"))
                : Optional.empty();
    }
}
