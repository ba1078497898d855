package io.caravan.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Property;
import java.util.List;

/** Holds answers against a schema. What one takes is bounded, whatever a model writes. Thread-safe. */
record AnswerCheck(Schema schema, List<Property> properties) {
    /** Characters: four times what models write at most. */
    private static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 200;
    private static final int LONGEST_NUMBER = 400;
    private static final int SHOWN = 200;
    private static final String FENCE = "```";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    Answer judged(Answer.Text said) {
        String text = unfenced(said.text());
        if (text.length() > LONGEST) {
            return unfit(said, "the answer has " + text.length() + " characters, at most " + LONGEST + " are checked");
        }
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return unfit(said, "the answer is not JSON: " + firstLine(e.getOriginalMessage()));
        }
        if (!(json instanceof ObjectNode object)) {
            return unfit(said, "the answer is not a JSON object: " + shown(text));
        }
        try {
            List<Error> errors = schema.validate(object);
            return errors.isEmpty() ? fits(said, object) : unfit(said, reason(errors.get(0)));
        } catch (BoundedPattern.Exhausted e) {
            return unfit(said, String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return unfit(said, "the answer is too much for the schema's regular expressions");
        }
    }

    private Answer fits(Answer.Text said, ObjectNode object) {
        List<String> values = properties.stream()
                .map(property -> object.has(property.name())
                        ? object.get(property.name()).toString()
                        : "")
                .toList();
        return new Answer.Structured(said.text(), values, said.stopReason(), said.tokens());
    }

    private static Answer unfit(Answer.Text said, String reason) {
        boolean cut =
                said.stopReason().equals("max_tokens") || said.stopReason().equals("length");
        String message = cut ? "the answer was cut off at max_tokens; raise it (" + reason + ")" : reason;
        return new Answer.Failed(ErrorClass.SCHEMA, "", message, said.stopReason(), said.tokens(), said.text());
    }

    private static String reason(Error error) {
        String where = error.getInstanceLocation().toString();
        return "the answer does not fit the output schema: " + (where.isEmpty() ? "" : where + ": ")
                + shown(error.getMessage());
    }

    /** Models that are only asked for JSON like to put it into a code block, with a word before it. */
    private static String unfenced(String text) {
        int fence = text.indexOf(FENCE);
        if (fence < 0 || text.stripLeading().startsWith("{")) {
            return text.strip();
        }
        int from = text.indexOf('\n', fence);
        int to = text.lastIndexOf(FENCE);
        return from < 0 || to < from ? text.strip() : text.substring(from, to).strip();
    }

    private static String firstLine(String message) {
        return shown(message.lines().findFirst().orElse(""));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
