package io.caravan.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code tags}, within what Bedrock takes. */
record TagFields(Fields fields) {
    private static final int MOST = 200;
    private static final Pattern LETTERS = Pattern.compile("[a-zA-Z0-9\\s._:/=+@-]*");

    Map<String, String> read() {
        var tags = new TreeMap<String, String>();
        fields.object("tags")
                .ifPresent(object -> object.properties().forEach(tag -> {
                    if (fits(tag.getKey(), tag.getValue())) {
                        tags.put(tag.getKey(), tag.getValue().asText());
                    } else {
                        fields.wrong(
                                "tags." + tag.getKey(),
                                "must be a text of at most 256 characters under a name of 1 to 128, made of letters, digits,"
                                        + " spaces and . _ : / = + @ -, found " + tag.getValue());
                    }
                }));
        if (tags.size() > MOST) {
            fields.wrong("tags", "has " + tags.size() + " tags; Bedrock takes " + MOST);
        }
        return tags;
    }

    private static boolean fits(String key, JsonNode value) {
        return value.isTextual()
                && !key.isEmpty()
                && key.length() <= 128
                && value.asText().length() <= 256
                && LETTERS.matcher(key).matches()
                && LETTERS.matcher(value.asText()).matches();
    }
}
