package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Claude's Messages body (Bedrock User Guide, "Anthropic Claude Messages API"). The refusals are worded as Claude's
 * validator words them.
 */
final class AnthropicMessages implements Family {

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

    private static final String THOUGHT = "A simulated thought.";

    private final String model;
    private final boolean oneSamplingParameter;

    /** @param model the base model's id, such as {@code anthropic.claude-sonnet-4-5-20250929-v1:0} */
    AnthropicMessages(String model) {
        this.model = model.substring(model.indexOf('.') + 1).replaceFirst("-v\\d.*", "");
        this.oneSamplingParameter = takesOneSamplingParameter(model);
    }

    /** Claude 4.5 takes a temperature or a top_p, not both. */
    static boolean takesOneSamplingParameter(String model) {
        return model.contains("claude-sonnet-4-5") || model.contains("claude-haiku-4-5");
    }

    @Override
    public Answer.Given answer(JsonNode body) {
        check(body);
        return reply(body);
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
        thinking(body);
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

    private static void thinking(JsonNode body) {
        if (!thinks(body) || !body.at("/thinking/type").asText().equals("enabled")) {
            return;
        }
        long budget = body.at("/thinking/budget_tokens").asLong();
        if (budget < 1024) {
            throw new InvalidBody("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        }
        if (budget >= body.path("max_tokens").asLong()) {
            throw new InvalidBody("`max_tokens` must be greater than `thinking.budget_tokens`");
        }
        for (String field : new String[] {"temperature", "top_p", "top_k"}) {
            if (Json.has(body, field)) {
                throw new InvalidBody("`" + field + "` may not be set when thinking is enabled");
            }
        }
        if (forcedTool(body).isPresent()) {
            throw new InvalidBody("Thinking may not be enabled when tool_choice forces tool use.");
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
            if (Conversation.text(message.path("content")).isEmpty()
                    && !message.path("content").isArray()) {
                throw new InvalidBody("messages." + i + ": user messages must have non-empty content");
            }
        }
        if (!messages.get(0).path("role").asText().equals("user")) {
            throw new InvalidBody("messages: first message must use the \"user\" role");
        }
    }

    private Answer.Given reply(JsonNode body) {
        String prompt = Conversation.prompt(body.path("messages"), Pictures::ofClaude);
        Optional<JsonNode> tool = forcedTool(body);
        Ask ask = Ask.of(prompt, body.path("max_tokens").asLong(), Json.texts(body.path("stop_sequences")))
                .withSystem(Conversation.text(body.path("system")))
                .withSchema(tool.map(found -> found.path("input_schema")).or(() -> schema(body)));
        Reply reply = Reply.to(ask);
        int outputTokens = reply.outputTokens() + (thinks(body) ? Reply.tokens(THOUGHT) : 0);
        ObjectNode answer = Json.object()
                .put("id", "msg_bdrk_" + Reply.checksum(prompt))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        content(answer.putArray("content"), body, ask, reply, tool);
        answer.put("stop_reason", tool.isPresent() ? "tool_use" : stopReason(reply));
        answer.putNull("stop_sequence");
        answer.putObject("usage")
                .put("input_tokens", reply.inputTokens())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", outputTokens);
        return new Answer.Given(answer, reply.inputTokens(), outputTokens);
    }

    private static void content(ArrayNode content, JsonNode body, Ask ask, Reply reply, Optional<JsonNode> tool) {
        if (thinks(body)) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", THOUGHT)
                    .put("signature", "simulated" + Reply.checksum(ask.prompt()));
        }
        tool.ifPresentOrElse(
                used -> content.addObject()
                        .put("type", "tool_use")
                        .put("id", "toolu_bdrk_" + Reply.checksum(ask.prompt()))
                        .put("name", used.path("name").asText())
                        .set("input", Structured.of(used.path("input_schema"), ask.prompt())),
                () -> content.addObject().put("type", "text").put("text", reply.text()));
    }

    static String stopReason(Reply reply) {
        return switch (reply.stop()) {
            case END -> "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
        };
    }

    private static boolean thinks(JsonNode body) {
        String type = body.at("/thinking/type").asText();
        return type.equals("enabled") || type.equals("adaptive");
    }

    private static Optional<JsonNode> schema(JsonNode body) {
        JsonNode format = body.at("/output_config/format");
        return format.path("type").asText().equals("json_schema")
                ? Structured.checked(format.path("schema"))
                : Optional.empty();
    }

    /** The tool that the answer has to use. */
    private static Optional<JsonNode> forcedTool(JsonNode body) {
        JsonNode choice = body.path("tool_choice");
        if (!choice.path("type").asText().equals("tool")) {
            return Optional.empty();
        }
        for (JsonNode tool : body.path("tools")) {
            if (tool.path("name").equals(choice.path("name"))) {
                return Optional.of(tool);
            }
        }
        throw new InvalidBody("Tool '" + choice.path("name").asText() + "' not found in provided tools");
    }
}
