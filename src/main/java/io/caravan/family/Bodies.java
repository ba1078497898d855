package io.caravan.family;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Template;
import io.caravan.model.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all families do with JSON: writing request bodies, reading answers, and saying what is wrong with one. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader TREES =
            JSON.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Bodies() {}

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A template as a member's value: itself where it holds columns, to be spliced; else plain text. */
    static JsonNode text(Template template) {
        if (template.columns().isEmpty()) {
            return JsonNodeFactory.instance.textNode(template.parts().stream()
                    .map(part -> part instanceof Template.Literal literal ? literal.text() : "")
                    .collect(Collectors.joining()));
        }
        return JsonNodeFactory.instance.pojoNode(template);
    }

    /** A parameter's value. */
    static JsonNode json(Object value) {
        return JSON.valueToTree(value);
    }

    /** Reads an answer as a tree; what is not a JSON object is unreadable. */
    static Answer read(byte[] json, int offset, int length, Function<JsonNode, Answer> reader) {
        try {
            JsonNode body = TREES.readValue(json, offset, length);
            return body.isObject() ? reader.apply(body) : unreadable("a JSON object", body.toString());
        } catch (IOException e) {
            return broken(e, json, offset, length);
        }
    }

    /** The answer is not JSON. */
    static Answer broken(IOException e, byte[] json, int offset, int length) {
        String reason =
                e instanceof JsonProcessingException j ? j.getOriginalMessage() : String.valueOf(e.getMessage());
        String start = new String(json, offset, Math.min(length, 1000), StandardCharsets.UTF_8);
        return unreadable("a JSON object (" + reason + ")", start);
    }

    /** The answer is not what its family documents. */
    static Answer unreadable(String expected, String found) {
        return Answer.Failed.of(
                ErrorClass.UNREADABLE,
                "expected " + expected + ", found " + Found.cut(found.replaceAll("\\s+", " "))
                        + "; the whole answer is in the job's output");
    }

    /**
     * The tokens that a usage counts.
     *
     * @param cached members with tokens written to or read from a cache: counted apart from {@code input}, billed too
     */
    static Tokens tokens(JsonNode usage, String input, String output, String... cached) {
        OptionalLong fresh = count(usage.path(input));
        long more = Stream.of(cached)
                .mapToLong(name -> count(usage.path(name)).orElse(0))
                .sum();
        return new Tokens(
                fresh.isPresent() ? OptionalLong.of(fresh.getAsLong() + more) : fresh, count(usage.path(output)));
    }

    /** A count of tokens; empty when the model does not tell it. */
    static OptionalLong count(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }
}
