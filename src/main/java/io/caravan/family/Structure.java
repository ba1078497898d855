package io.caravan.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Problem;
import io.caravan.model.Template;
import io.caravan.schema.OutputSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How models are made to answer by a schema, as far as several families do it alike. */
final class Structure {
    /** Of the schema, and of the tool whose input it is. */
    static final String NAME = "answer";

    static final String DESCRIPTION = "Gives the answer.";
    static final String TYPE = "json_schema";

    private Structure() {}

    /** The prompt with the schema behind it, for models that can only be asked. */
    static Template instruction(Template prompt, OutputSchema schema) {
        var parts = new ArrayList<>(prompt.parts());
        parts.add(
                new Template.Literal("\n\nAnswer with one JSON object and nothing else, without a code block. It has to"
                        + " fit this JSON Schema:\n" + schema.told()));
        return new Template(parts);
    }

    /** A function as chat completions know them, whose parameters are the schema. */
    static void function(ObjectNode body, OutputSchema schema) {
        ObjectNode tool = body.putArray("tools").addObject().put("type", "function");
        tool.putObject("function")
                .put("name", NAME)
                .put("description", DESCRIPTION)
                .set("parameters", schema.told());
    }

    /** A format of chat completions to which Bedrock holds the model. */
    static void responseFormat(ObjectNode body, OutputSchema schema) {
        ObjectNode format = body.putObject("response_format").put("type", TYPE);
        format.putObject(TYPE).put("name", NAME).set("schema", schema.enforced());
    }

    /** Parameters that would stand where the schema goes, or keep the model from answering by it. */
    static List<Problem> inTheWay(Map<String, Object> parameters, String... names) {
        return List.of(names).stream()
                .filter(parameters::containsKey)
                .map(name -> Parameters.problem(name, "does not go with output_schema; leave one of them out"))
                .toList();
    }

    /** The same for one member of a parameter that is an object. */
    static List<Problem> memberInTheWay(Map<String, Object> parameters, String name, String member) {
        return parameters.get(name) instanceof Map<?, ?> object && object.containsKey(member)
                ? inTheWay(Map.of(name + "." + member, true), name + "." + member)
                : List.of();
    }

    static List<Problem> all(List<Problem> some, List<Problem> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
