package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Amazon Nova's body (Nova User Guide, "Complete request schema"); older samples' snake_case parameters are taken too. */
final class NovaMessages implements Family {

    private static final Set<String> FIELDS = Set.of(
            "schemaVersion",
            "system",
            "messages",
            "inferenceConfig",
            "toolConfig",
            "additionalModelRequestFields",
            "reasoningConfig");

    private static final Set<String> PARAMETERS = Set.of(
            "maxTokens",
            "max_new_tokens",
            "temperature",
            "topP",
            "top_p",
            "topK",
            "top_k",
            "stopSequences",
            "reasoningConfig");

    private static final long DEFAULT_TOKENS = 5_000;

    @Override
    public Answer.Given answer(JsonNode body) {
        Body.only(body, FIELDS);
        Body.requires(body, "messages");
        Body.oneOf(body, "schemaVersion", "messages-v1", List.of("messages-v1"));
        messages(body.path("messages"));
        JsonNode config = body.path("inferenceConfig");
        Body.only(config, PARAMETERS);
        Body.number(config, "temperature", 0, 1);
        Body.number(config, "topP", 0, 1);
        Body.number(config, "topK", 0, 128);
        long max = Body.integer(config, "maxTokens", -1, 1, 65_536);
        if (max < 0) {
            max = Body.integer(config, "max_new_tokens", DEFAULT_TOKENS, 1, 65_536);
        }
        Optional<JsonNode> tool = forcedTool(body);
        Ask ask = Ask.of(
                        Conversation.prompt(body.path("messages"), block -> Pictures.ofBlock(block, 25_000_000)),
                        max,
                        Json.texts(config.path("stopSequences")))
                .withSystem(Conversation.text(body.path("system")))
                .withSchema(tool.map(used -> used.at("/inputSchema/json")));
        return reply(ask, tool);
    }

    private static void messages(JsonNode messages) {
        if (!messages.isArray()) {
            throw Body.wrongType("#/messages", "JSONArray", messages);
        }
        if (messages.isEmpty()) {
            throw Body.malformed("#/messages: expected minimum item count: 1, found: 0");
        }
        for (int i = 0; i < messages.size(); i++) {
            JsonNode content = messages.get(i).path("content");
            if (!content.isArray()) {
                throw Body.wrongType("#/messages/" + i + "/content", "JSONArray", content);
            }
        }
        if (!messages.get(0).path("role").asText().equals("user")) {
            throw new InvalidBody(
                    "A conversation must start with a user message. Try again with a conversation that starts with a user message.");
        }
    }

    private static Answer.Given reply(Ask ask, Optional<JsonNode> tool) {
        Reply reply = Reply.to(ask);
        ObjectNode answer = Json.object();
        ArrayNode content = answer.putObject("output")
                .putObject("message")
                .put("role", "assistant")
                .putArray("content");
        tool.ifPresentOrElse(
                used -> content.addObject()
                        .putObject("toolUse")
                        .put("toolUseId", "tooluse_" + Reply.checksum(ask.prompt()))
                        .put("name", used.path("name").asText())
                        .set("input", Structured.of(used.at("/inputSchema/json"), ask.prompt())),
                () -> content.addObject().put("text", reply.text()));
        answer.put("stopReason", tool.isPresent() ? "tool_use" : AnthropicMessages.stopReason(reply));
        answer.putObject("usage")
                .put("inputTokens", reply.inputTokens())
                .put("outputTokens", reply.outputTokens())
                .put("totalTokens", reply.inputTokens() + reply.outputTokens())
                .put("cacheReadInputTokenCount", 0)
                .put("cacheWriteInputTokenCount", 0);
        return new Answer.Given(answer, reply.inputTokens(), reply.outputTokens());
    }

    private static Optional<JsonNode> forcedTool(JsonNode body) {
        JsonNode name = body.at("/toolConfig/toolChoice/tool/name");
        for (JsonNode tool : body.at("/toolConfig/tools")) {
            if (tool.at("/toolSpec/name").equals(name)) {
                return Optional.of(tool.path("toolSpec"));
            }
        }
        if (!name.isMissingNode()) {
            throw new InvalidBody(
                    "The tool '" + name.asText() + "' of toolChoice is not among the tools of toolConfig");
        }
        return Optional.empty();
    }
}
