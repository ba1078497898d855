package io.caravan.family;

import static io.caravan.family.Parameters.number;
import static io.caravan.family.Parameters.object;
import static io.caravan.family.Parameters.texts;
import static io.caravan.family.Parameters.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.schema.OutputSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any text model by the Converse API: Bedrock itself puts the body into the model's own words. It is the family of a model
 * for which models.yaml names none. {@code max_tokens}, {@code temperature}, {@code top_p} and {@code stop_sequences}
 * stand in {@code inferenceConfig} in camel case; {@code top_k}, which Converse does not know, goes to the model by
 * {@code additionalModelRequestFields}, as does all else that only this model knows. An output schema is its {@code
 * outputConfig.textFormat} where Bedrock holds the model to it; else it is told in words, as batch inference by Converse
 * takes no tools.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">Bedrock API Reference,
 *     Converse</a>
 * @param enforces whether Bedrock holds its models to a schema
 */
record Converse(boolean enforces) implements Family {
    private static final String CONFIG = "inferenceConfig";
    private static final String OUTPUT = "outputConfig";
    private static final String ADDITIONAL = "additionalModelRequestFields";
    private static final String NO_TOOLS = "batch inference by Converse does not take tools";

    private static final Parameters PARAMETERS = Parameters.ofText(
            "Converse",
            List.of(
                    whole("max_tokens", 1, Long.MAX_VALUE).as(CONFIG + ".maxTokens"),
                    number("temperature", 0, 1).as(CONFIG + ".temperature"),
                    number("top_p", 0, 1).as(CONFIG + ".topP"),
                    whole("top_k", 0, Long.MAX_VALUE).as(ADDITIONAL + ".top_k"),
                    texts("stop_sequences", 2500).as(CONFIG + ".stopSequences"),
                    object("output_config").as(OUTPUT),
                    object("additional_model_request_fields").as(ADDITIONAL)),
            Map.of(
                    CONFIG,
                    "its members are given by themselves, as max_tokens, temperature, top_p, stop_sequences",
                    "tools",
                    NO_TOOLS,
                    "tool_choice",
                    NO_TOOLS,
                    "tool_config",
                    NO_TOOLS,
                    "toolConfig",
                    NO_TOOLS,
                    "modelId",
                    "it is the manifest's field 'model_id'"));

    @Override
    public boolean converse() {
        return true;
    }

    @Override
    public Optional<ImageLimits> images() {
        return Optional.of(new ImageLimits(ImageLimits.ALL, 3_750_000, 8000, true));
    }

    @Override
    public List<Problem> check(Map<String, Object> parameters) {
        return PARAMETERS.check(parameters);
    }

    @Override
    public ObjectNode body(Ask ask) {
        ObjectNode body = Bodies.empty();
        Blocks.ask(body, enforces ? ask : ask.instructed());
        PARAMETERS.set(body, ask.parameters());
        if (enforces) {
            ask.schema().ifPresent(schema -> structure(body, schema));
        }
        return body;
    }

    /** Unlike everywhere else, the schema is a string that holds JSON. */
    private static void structure(ObjectNode body, OutputSchema schema) {
        ObjectNode format = body.withObjectProperty(OUTPUT).putObject("textFormat");
        format.put("type", Structure.TYPE)
                .putObject("structure")
                .putObject("jsonSchema")
                .put("schema", schema.enforced().toString())
                .put("name", Structure.NAME);
    }

    @Override
    public List<Problem> check(OutputSchema schema, Map<String, Object> parameters) {
        List<Problem> inTheWay = Structure.memberInTheWay(parameters, "output_config", "textFormat");
        return enforces ? Structure.all(inTheWay, schema.enforcement()) : inTheWay;
    }

    @Override
    public Family enforcing() {
        return new Converse(true);
    }

    @Override
    public Answer answer(byte[] json, int offset, int length) {
        return Bodies.read(json, offset, length, Blocks::answer);
    }
}
