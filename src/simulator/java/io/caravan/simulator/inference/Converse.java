package io.caravan.simulator.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** The Converse body, one form for all text models (botocore, {@code bedrock-runtime/2023-09-30}, operation Converse). */
final class Converse implements Family {

    private static final Set<String> FIELDS = Set.of(
            "messages",
            "system",
            "inferenceConfig",
            "toolConfig",
            "guardrailConfig",
            "additionalModelRequestFields",
            "promptVariables",
            "additionalModelResponseFieldPaths",
            "requestMetadata",
            "performanceConfig",
            "serviceTier",
            "outputConfig");

    private static final String THOUGHT = "A simulated thought.";
    private static final JsonMapper JSON = new JsonMapper();

    private final boolean oneSamplingParameter;

    Converse(String model) {
        this.oneSamplingParameter = AnthropicMessages.takesOneSamplingParameter(model);
    }

    @Override
    public Answer.Given answer(JsonNode body) {
        Body.only(body, FIELDS);
        if (Json.has(body, "toolConfig")) {
            throw new InvalidBody("The toolConfig field is not supported in batch inference with the Converse API. "
                    + "Remove it and try your request again.");
        }
        messages(body.path("messages"));
        JsonNode config = body.path("inferenceConfig");
        Body.only(config, Set.of("maxTokens", "temperature", "topP", "stopSequences"));
        Body.number(config, "temperature", 0, 1);
        Body.number(config, "topP", 0, 1);
        if (oneSamplingParameter && config.has("temperature") && config.has("topP")) {
            throw new InvalidBody("The model returned the following errors: `temperature` and `top_p` cannot both be"
                    + " specified for this model. Please use only one.");
        }
        Ask ask = Ask.of(
                        Conversation.prompt(body.path("messages"), block -> Pictures.ofBlock(block, 3_932_160)),
                        Body.integer(config, "maxTokens", 4_096, 1, Integer.MAX_VALUE / 8),
                        Json.texts(config.path("stopSequences")))
                .withSystem(Conversation.text(body.path("system")))
                .withSchema(schema(body));
        return reply(ask, body.at("/additionalModelRequestFields/thinking/type").asText());
    }

    private static void messages(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw new InvalidBody(
                    "The messages field is required. Add at least one message and try your request again.");
        }
        for (int i = 0; i < messages.size(); i++) {
            String role = messages.get(i).path("role").asText();
            if (!role.equals("user") && !role.equals("assistant")) {
                throw Body.malformed("#/messages/" + i + "/role: " + role + " is not a valid enum value");
            }
            JsonNode content = messages.get(i).path("content");
            if (!content.isArray()) {
                throw Body.wrongType("#/messages/" + i + "/content", "JSONArray", content);
            }
            if (content.isEmpty()) {
                throw new InvalidBody("The content field in the Message object at messages." + i
                        + " is empty. Add a ContentBlock object to the content field and try again.");
            }
        }
        if (!messages.get(0).path("role").asText().equals("user")) {
            throw new InvalidBody(
                    "A conversation must start with a user message. Try again with a conversation that starts with a user message.");
        }
    }

    private static Answer.Given reply(Ask ask, String thinking) {
        Reply reply = Reply.to(ask);
        boolean thinks = thinking.equals("enabled") || thinking.equals("adaptive");
        int outputTokens = reply.outputTokens() + (thinks ? Reply.tokens(THOUGHT) : 0);
        ObjectNode answer = Json.object();
        ArrayNode content = answer.putObject("output")
                .putObject("message")
                .put("role", "assistant")
                .putArray("content");
        if (thinks) {
            content.addObject()
                    .putObject("reasoningContent")
                    .putObject("reasoningText")
                    .put("text", THOUGHT)
                    .put("signature", "simulated" + Reply.checksum(ask.prompt()));
        }
        content.addObject().put("text", reply.text());
        answer.put("stopReason", AnthropicMessages.stopReason(reply));
        answer.putObject("usage")
                .put("inputTokens", reply.inputTokens())
                .put("outputTokens", outputTokens)
                .put("totalTokens", reply.inputTokens() + outputTokens);
        answer.putObject("metrics").put("latencyMs", 100 + Reply.number(ask.prompt()) % 900);
        return new Answer.Given(answer, reply.inputTokens(), outputTokens);
    }

    private static Optional<JsonNode> schema(JsonNode body) {
        JsonNode format = body.at("/outputConfig/textFormat");
        if (!format.path("type").asText().equals("json_schema")) {
            return Optional.empty();
        }
        // Unlike everywhere else, the schema is a string that holds JSON.
        JsonNode schema = format.at("/structure/jsonSchema/schema");
        if (!schema.isTextual()) {
            throw Body.wrongType("#/outputConfig/textFormat/structure/jsonSchema/schema", "String", schema);
        }
        try {
            return Structured.checked(JSON.readTree(schema.asText()));
        } catch (JsonProcessingException e) {
            throw new InvalidBody("Invalid schema: it is not valid JSON");
        }
    }
}
