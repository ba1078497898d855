package io.caravan.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a message from Claude. What counts is {@code stop_reason} and the blocks' types, never their position: thinking
 * comes before the text, and a refusal may have no block at all.
 */
final class AnthropicAnswer {
    /** Claude may end a turn with nothing to say; stopped for another reason without a word, something is missing. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("end_turn", "stop_sequence", "");

    private AnthropicAnswer() {}

    static Answer of(JsonNode message) {
        JsonNode content = message.path("content");
        String stopReason = message.path("stop_reason").asText("");
        Tokens tokens = tokens(message.path("usage"));
        if (stopReason.equals("refusal")) {
            return new Answer.Failed(ErrorClass.REFUSED, "", refusal(message), stopReason, tokens);
        }
        if (!content.isArray()) {
            return Bodies.unreadable("'content' with a list of blocks", message.toString());
        }
        List<JsonNode> calls = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "tool_use" -> calls.add(block.path("input"));
                default -> {
                    // Thinking, and what later models add, is not the answer.
                }
            }
        }
        if (!calls.isEmpty()) {
            // Nobody runs a tool in a batch: it is forced to get its input, which is the answer.
            String input = calls.size() == 1 ? calls.get(0).toString() : calls.toString();
            return new Answer.Text(input, stopReason, tokens);
        }
        if (text.isEmpty() && !MAY_BE_EMPTY.contains(stopReason)) {
            return new Answer.Failed(ErrorClass.UNREADABLE, "", silence(stopReason), stopReason, tokens);
        }
        return new Answer.Text(text.toString(), stopReason, tokens);
    }

    private static String refusal(JsonNode message) {
        String explanation = message.path("stop_details").path("explanation").asText("");
        return explanation.isEmpty() ? "the model refused to answer" : "the model refused to answer: " + explanation;
    }

    private static String silence(String stopReason) {
        return stopReason.equals("max_tokens")
                ? "the answer has no text: max_tokens was reached before it began; raise max_tokens"
                : "the answer has no text; it stopped with '" + stopReason + "'";
    }

    /** Tokens written to or read from a cache are counted apart from {@code input_tokens}, and billed too. */
    private static Tokens tokens(JsonNode usage) {
        OptionalLong input = Bodies.count(usage.path("input_tokens"));
        long cached = Bodies.count(usage.path("cache_creation_input_tokens")).orElse(0)
                + Bodies.count(usage.path("cache_read_input_tokens")).orElse(0);
        return new Tokens(
                input.isPresent() ? OptionalLong.of(input.getAsLong() + cached) : input,
                Bodies.count(usage.path("output_tokens")));
    }
}
