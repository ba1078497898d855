package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Set;

/**
 * Claude's Messages body (Bedrock User Guide, "Anthropic Claude Messages API"). The refusals are worded as Claude's
 * validator words them.
 */
final class AnthropicMessages implements Model {

    private static final Set<String> FIELDS = Set.of(
            "anthropic_version",
            "anthropic_beta",
            "max_tokens",
            "messages",
            "system",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "tools",
            "tool_choice",
            "thinking",
            "output_config",
            "metadata");

    private final String model;
    private final boolean oneSamplingParameter;

    /** @param model the base model's id, such as {@code anthropic.claude-sonnet-4-5-20250929-v1:0} */
    AnthropicMessages(String model) {
        this.model = model.substring(model.indexOf('.') + 1).replaceFirst("-v\\d.*", "");
        this.oneSamplingParameter = model.contains("sonnet-4-5") || model.contains("haiku-4-5");
    }

    @Override
    public Answer answer(JsonNode body) {
        try {
            check(body);
            return reply(body);
        } catch (InvalidBody e) {
            return Answer.invalid(String.valueOf(e.getMessage()));
        }
    }

    private void check(JsonNode body) {
        for (String required : new String[] {"anthropic_version", "max_tokens", "messages"}) {
            if (!Json.has(body, required)) {
                throw new InvalidBody(required + ": Field required");
            }
        }
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new InvalidBody(name + ": Extra inputs are not permitted");
            }
        }
        if (!body.path("anthropic_version").asText().equals("bedrock-2023-05-31")) {
            throw new InvalidBody("anthropic_version: Input should be 'bedrock-2023-05-31'");
        }
        if (!body.path("max_tokens").isIntegralNumber()) {
            throw new InvalidBody("max_tokens: Input should be a valid integer");
        }
        if (body.path("max_tokens").asLong() < 1) {
            throw new InvalidBody("max_tokens: Input should be greater than or equal to 1");
        }
        range(body, "temperature");
        range(body, "top_p");
        if (oneSamplingParameter && Json.has(body, "temperature") && Json.has(body, "top_p")) {
            throw new InvalidBody(
                    "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        }
        messages(body.path("messages"));
    }

    private static void range(JsonNode body, String field) {
        if (!Json.has(body, field)) {
            return;
        }
        JsonNode value = body.path(field);
        if (!value.isNumber()) {
            throw new InvalidBody(field + ": Input should be a valid number");
        }
        if (value.asDouble() < 0 || value.asDouble() > 1) {
            throw new InvalidBody(field + ": range: 0..1");
        }
    }

    private static void messages(JsonNode messages) {
        if (!messages.isArray()) {
            throw new InvalidBody("messages: Input should be a valid array");
        }
        if (messages.isEmpty()) {
            throw new InvalidBody("messages: at least one message is required");
        }
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String role = message.path("role").asText();
            if (!role.equals("user") && !role.equals("assistant")) {
                throw new InvalidBody("messages." + i + ".role: Input should be 'user' or 'assistant'");
            }
            if (!Json.has(message, "content")) {
                throw new InvalidBody("messages." + i + ".content: Field required");
            }
            if (text(message.path("content")).isEmpty()
                    && !message.path("content").isArray()) {
                throw new InvalidBody("messages." + i + ": user messages must have non-empty content");
            }
        }
        if (!messages.get(0).path("role").asText().equals("user")) {
            throw new InvalidBody("messages: first message must use the \"user\" role");
        }
    }

    private Answer reply(JsonNode body) {
        StringBuilder prompt = new StringBuilder();
        body.path("messages")
                .forEach(message -> prompt.append(text(message.path("content"))).append('\n'));
        String system = text(body.path("system"));
        Reply reply = Reply.to(
                prompt.toString().strip(),
                (int) Math.min(body.path("max_tokens").asLong(), Integer.MAX_VALUE / 8),
                Json.texts(body.path("stop_sequences")));
        int inputTokens = reply.inputTokens() + Reply.tokens(system);
        ObjectNode answer = Json.object()
                .put("id", "msg_bdrk_" + Reply.checksum(prompt.toString()))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        answer.putArray("content").addObject().put("type", "text").put("text", reply.text());
        answer.put(
                "stop_reason",
                switch (reply.stop()) {
                    case END -> "end_turn";
                    case MAX_TOKENS -> "max_tokens";
                    case STOP_SEQUENCE -> "stop_sequence";
                });
        answer.putNull("stop_sequence");
        answer.putObject("usage")
                .put("input_tokens", inputTokens)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", reply.outputTokens());
        return new Answer.Given(answer, inputTokens, reply.outputTokens());
    }

    /** A content, or a system prompt, is a string or a list of blocks. */
    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(block -> text.append(block.path("text").asText("")));
        return text.toString();
    }
}
