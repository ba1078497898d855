package io.caravan.family;

import static io.caravan.family.Parameters.number;
import static io.caravan.family.Parameters.object;
import static io.caravan.family.Parameters.objects;
import static io.caravan.family.Parameters.texts;
import static io.caravan.family.Parameters.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Claude by the Messages API. An output schema is its {@code output_config.format} where Bedrock holds the model to it;
 * else the input of a tool that the model is forced to use.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html">
 *     Bedrock User Guide, Request and Response</a>
 * @param enforces whether Bedrock holds its models to a schema
 */
record AnthropicMessages(boolean enforces) implements Family {
    private static final int DEFAULT_MAX_TOKENS = 1024;
    private static final long LEAST_THINKING = 1024;

    private static final Parameters PARAMETERS = Parameters.ofText(
            "Anthropic Messages",
            List.of(
                    whole("max_tokens", 1, Long.MAX_VALUE),
                    number("temperature", 0, 1),
                    number("top_p", 0, 1),
                    whole("top_k", 0, 500),
                    texts("stop_sequences", 8191),
                    objects("tools"),
                    object("tool_choice"),
                    texts("anthropic_beta", 100),
                    object("thinking"),
                    object("output_config")),
            Map.of("anthropic_version", "Caravan sets it"));

    @Override
    public Optional<ImageLimits> images() {
        return Optional.of(new ImageLimits(ImageLimits.ALL, 3_750_000, 8000, true));
    }

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        var problems = new ArrayList<>(PARAMETERS.check(parameters));
        if (parameters.get("thinking") instanceof Map<?, ?> thinking) {
            problems.addAll(checkThinking(thinking, parameters));
        }
        return problems;
    }

    /** Bedrock judges these only record by record, hours later, so they are judged here. */
    private static List<Problem> checkThinking(Map<?, ?> thinking, Map<String, Object> parameters) {
        var problems = new ArrayList<Problem>();
        String type = thinking.get("type") instanceof String text ? text : "";
        if (!List.of("enabled", "disabled", "adaptive").contains(type)) {
            problems.add(Parameters.problem(
                    "thinking.type",
                    "expected one of enabled, disabled, adaptive, found " + Found.of(thinking.get("type"))));
        }
        if (!type.equals("enabled")) {
            return problems;
        }
        long maxTokens =
                parameters.get("max_tokens") instanceof Number number ? number.longValue() : DEFAULT_MAX_TOKENS;
        Object budget = thinking.get("budget_tokens");
        if (!Parameters.isWhole(budget, LEAST_THINKING, maxTokens - 1)) {
            problems.add(Parameters.problem(
                    "thinking.budget_tokens",
                    "expected a whole number from " + LEAST_THINKING + " and below max_tokens (" + maxTokens
                            + "), found " + Found.of(budget)
                            + (maxTokens > LEAST_THINKING ? "" : "; raise max_tokens")));
        }
        for (String sampling : List.of("temperature", "top_p", "top_k")) {
            if (parameters.containsKey(sampling)) {
                problems.add(Parameters.problem(sampling, "does not go with thinking; leave one of them out"));
            }
        }
        return problems;
    }

    @Override
    public ObjectNode body(Ask ask) {
        ObjectNode body = Bodies.empty();
        body.put("anthropic_version", "bedrock-2023-05-31");
        body.put("max_tokens", DEFAULT_MAX_TOKENS);
        PARAMETERS.set(body, ask.parameters());
        ask.schema().ifPresent(schema -> structure(body, schema));
        ask.system().ifPresent(system -> body.set("system", Bodies.text(system)));
        Chat.turns(body.putArray("messages"), ask);
        if (ask.image()) {
            beside(image(), (ObjectNode)
                    body.path("messages").path(body.path("messages").size() - 1));
        }
        return body;
    }

    /** Puts a block before a message's text, as Claude reads images best. */
    private static void beside(ObjectNode block, ObjectNode message) {
        JsonNode text = message.path("content");
        ArrayNode content = message.putArray("content");
        content.add(block);
        content.addObject().put("type", "text").set("text", text);
    }

    private static ObjectNode image() {
        ObjectNode image = Bodies.empty().put("type", "image");
        ObjectNode source = image.putObject("source").put("type", "base64");
        source.putPOJO("media_type", ImageHole.MEDIA_TYPE);
        source.putPOJO("data", ImageHole.DATA);
        return image;
    }

    private void structure(ObjectNode body, OutputSchema schema) {
        if (enforces) {
            body.withObjectProperty("output_config")
                    .putObject("format")
                    .put("type", Structure.TYPE)
                    .set("schema", schema.enforced());
            return;
        }
        body.putArray("tools")
                .addObject()
                .put("name", Structure.NAME)
                .put("description", Structure.DESCRIPTION)
                .set("input_schema", schema.told());
        body.putObject("tool_choice").put("type", "tool").put("name", Structure.NAME);
    }

    @Override
    public List<Problem> check(OutputSchema schema, Map<String, Object> parameters) {
        var problems = new ArrayList<>(Structure.inTheWay(parameters, "tools", "tool_choice"));
        if (enforces) {
            problems.addAll(Structure.memberInTheWay(parameters, "output_config", "format"));
            problems.addAll(schema.enforcement());
        } else if (parameters.get("thinking") instanceof Map<?, ?> thinking
                && !"disabled".equals(thinking.get("type"))) {
            problems.add(Parameters.problem(
                    "thinking",
                    "does not go with output_schema, which forces this model to use a tool; leave one of them out, or take"
                            + " a model of Claude from 4.5 on"));
        }
        return problems;
    }

    @Override
    public Family enforcing() {
        return new AnthropicMessages(true);
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Bodies.read(json, offset, length, AnthropicAnswer::of);
    }
}
