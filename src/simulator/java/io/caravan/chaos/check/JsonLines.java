package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads files of one JSON object a line. */
public final class JsonLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonLines() {}

    /** The lines of a file that may break off in its last one, which then says nothing. */
    static List<JsonNode> whole(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return read(text.substring(0, text.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8));
    }

    public static List<JsonNode> read(byte[] bytes) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank()) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }
}
