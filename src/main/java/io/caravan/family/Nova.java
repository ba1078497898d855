package io.caravan.family;

import static io.caravan.family.Parameters.number;
import static io.caravan.family.Parameters.object;
import static io.caravan.family.Parameters.texts;
import static io.caravan.family.Parameters.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Amazon Nova and Nova 2 by their own schema. Of the parameters, {@code tool_config} becomes {@code toolConfig}, all
 * others stand in {@code inferenceConfig} in camel case: {@code max_tokens} is {@code maxTokens}. An output schema is the
 * input of a tool that the model is forced to use.
 *
 * @see <a href="https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html">Amazon Nova User Guide,
 *     Complete request schema</a>
 * @see <a href="https://docs.aws.amazon.com/nova/latest/nova2-userguide/request-response-schema.html">Amazon Nova 2 User
 *     Guide, Request and response schema</a>
 * @see <a href="https://docs.aws.amazon.com/nova/latest/userguide/tool-choice.html">Amazon Nova User Guide, Choosing a
 *     tool</a>
 */
final class Nova implements Family {
    private static final String CONFIG = "inferenceConfig";
    private static final String TOOLS = "toolConfig";

    private static final Parameters PARAMETERS = Parameters.ofText(
            "Nova",
            List.of(
                    whole("max_tokens", 1, Long.MAX_VALUE).as(CONFIG + ".maxTokens"),
                    number("temperature", 0, 1).as(CONFIG + ".temperature"),
                    number("top_p", 0, 1).as(CONFIG + ".topP"),
                    whole("top_k", 0, 128).as(CONFIG + ".topK"),
                    texts("stop_sequences", 2500).as(CONFIG + ".stopSequences"),
                    object("reasoning_config").as(CONFIG + ".reasoningConfig"),
                    object("tool_config").as(TOOLS)),
            Map.of(
                    "schemaVersion",
                    "Caravan sets it",
                    CONFIG,
                    "its members are given by themselves, as max_tokens, temperature, top_p, top_k,"
                            + " stop_sequences, reasoning_config"));

    /** A request may have 25 MB, its images as base64. */
    @Override
    public Optional<ImageLimits> images() {
        return Optional.of(new ImageLimits(ImageLimits.ALL, 18_000_000, 8000, true));
    }

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        var problems = new ArrayList<>(PARAMETERS.check(parameters));
        if (parameters.get("reasoning_config") instanceof Map<?, ?> reasoning) {
            problems.addAll(checkReasoning(reasoning, parameters));
        }
        return problems;
    }

    /** Bedrock judges these only record by record, hours later, so they are judged here. */
    private static List<Problem> checkReasoning(Map<?, ?> reasoning, Map<String, Object> parameters) {
        var problems = new ArrayList<Problem>();
        Object type = reasoning.get("type");
        Object effort = reasoning.get("maxReasoningEffort");
        if (!List.of("enabled", "disabled").contains(type instanceof String text ? text : "")) {
            problems.add(Parameters.problem(
                    "reasoning_config.type", "expected one of enabled, disabled, found " + Found.of(type)));
        }
        if (!"enabled".equals(type)) {
            return problems;
        }
        if (!List.of("low", "medium", "high").contains(effort instanceof String text ? text : "")) {
            problems.add(Parameters.problem(
                    "reasoning_config.maxReasoningEffort",
                    "expected one of low, medium, high, found " + Found.of(effort)));
        }
        if ("high".equals(effort)) {
            for (String name : List.of("max_tokens", "temperature", "top_k", "top_p")) {
                if (parameters.containsKey(name)) {
                    problems.add(Parameters.problem(
                            name, "does not go with reasoning of high effort; leave one of them out"));
                }
            }
        }
        return problems;
    }

    @Override
    public ObjectNode body(Ask ask) {
        ObjectNode body = Bodies.empty();
        body.put("schemaVersion", "messages-v1");
        Blocks.ask(body, ask);
        PARAMETERS.set(body, ask.parameters());
        ask.schema().ifPresent(schema -> structure(body, schema));
        return body;
    }

    /** Nova's tools know a part of JSON Schema: no references, and three members at its top. */
    private static void structure(ObjectNode body, OutputSchema schema) {
        ObjectNode config = body.putObject(TOOLS);
        config.putArray("tools")
                .addObject()
                .putObject("toolSpec")
                .put("name", Structure.NAME)
                .put("description", Structure.DESCRIPTION)
                .putObject("inputSchema")
                .set("json", schema.plain());
        config.putObject("toolChoice").putObject("tool").put("name", Structure.NAME);
    }

    @Override
    public List<Problem> check(OutputSchema schema, Map<String, Object> parameters) {
        return Structure.inTheWay(parameters, "tool_config");
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Bodies.read(json, offset, length, Blocks::answer);
    }
}
