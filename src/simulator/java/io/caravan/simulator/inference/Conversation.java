package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** The texts of a list of messages, whose contents are strings or lists of blocks. */
final class Conversation {

    private final StringBuilder prompt = new StringBuilder();
    private final StringBuilder system = new StringBuilder();

    private Conversation() {}

    /** The texts of messages, each image described before the text behind it. */
    static String prompt(JsonNode messages, Function<JsonNode, String> image) {
        StringBuilder prompt = new StringBuilder();
        for (JsonNode message : messages) {
            message.path("content").forEach(block -> prompt.append(image.apply(block)));
            prompt.append(text(message.path("content"))).append('\n');
        }
        return prompt.toString().strip();
    }

    /** Messages of the roles {@code system} and {@code developer} are the system prompt. */
    static Conversation of(JsonNode messages) {
        Conversation conversation = new Conversation();
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            boolean isSystem = role.equals("system") || role.equals("developer");
            (isSystem ? conversation.system : conversation.prompt)
                    .append(text(message.path("content")))
                    .append('\n');
        }
        return conversation;
    }

    String prompt() {
        return prompt.toString().strip();
    }

    String system() {
        return system.toString().strip();
    }

    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(block -> text.append(block.path("text").asText("")));
        return text.toString();
    }

    /** The last text between two marks of a prompt template; all of the prompt when it does not hold them. */
    static String between(String prompt, String open, String close) {
        int start = prompt.lastIndexOf(open);
        if (start < 0) {
            return prompt;
        }
        int from = start + open.length();
        int end = prompt.indexOf(close, from);
        return prompt.substring(from, end < 0 ? prompt.length() : end).strip();
    }
}
