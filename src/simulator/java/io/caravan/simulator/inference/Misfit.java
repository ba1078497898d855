package io.caravan.simulator.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;

/** How a model answers that does not do as its schema says. Whatever the family, the answer stands where it always does. */
public enum Misfit {
    /** The first property is not there. */
    MISSING,
    /** The first property is an object. */
    TYPE,
    /** No JSON at all; where a tool is used, nothing in its input. */
    PROSE;

    private static final JsonMapper JSON = new JsonMapper();

    /** As faults write it. */
    public static Misfit of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The answer as it would be. */
    public Answer applied(Answer answer) {
        return answer instanceof Answer.Given given
                ? new Answer.Given(in(given.body().deepCopy(), ""), given.inputTokens(), given.outputTokens())
                : answer;
    }

    private JsonNode in(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            if (name.equals("input")) {
                return odd(object);
            }
            object.properties().forEach(member -> member.setValue(in(member.getValue(), member.getKey())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, in(array.get(i), ""));
            }
        } else if (node.isTextual() && node.asText().contains("{")) {
            return text(node.asText());
        }
        return node;
    }

    private JsonNode text(String said) {
        int from = said.indexOf('{');
        int to = said.lastIndexOf('}') + 1;
        try {
            return JSON.readTree(said.substring(from, Math.max(from, to))) instanceof ObjectNode object
                    ? TextNode.valueOf(
                            this == PROSE
                                    ? "I would rather say it in words."
                                    : said.substring(0, from) + odd(object) + said.substring(to))
                    : TextNode.valueOf(said);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(said); // no answer by a schema
        }
    }

    private ObjectNode odd(ObjectNode fitting) {
        String first = fitting.fieldNames().hasNext() ? fitting.fieldNames().next() : "";
        switch (this) {
            case MISSING -> fitting.remove(first);
            case TYPE -> fitting.putObject(first).put("odd", true);
            case PROSE -> fitting.removeAll();
        }
        return fitting;
    }
}
