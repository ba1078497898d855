package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One line of a job's input, {@code {"recordId": …, "modelInput": {…}}}.
 *
 * @param recordId empty when the caller left it out
 * @param start of the modelInput's bytes in the line, so that it can be echoed as it came
 * @param end of the modelInput's bytes in the line
 */
record RecordLine(String recordId, JsonNode modelInput, int start, int end) {

    /** Only checks the envelope; the modelInput is passed over. Throws {@link MalformedLine}. */
    static void check(byte[] line, int length) throws IOException {
        read(line, length, false);
    }

    static RecordLine of(byte[] line, int length) throws IOException {
        return read(line, length, true);
    }

    private static RecordLine read(byte[] line, int length, boolean withInput) throws IOException {
        String recordId = "";
        JsonNode input = MissingNode.getInstance();
        int start = -1;
        int end = -1;
        try (JsonParser json = Mapping.JSON.createParser(line, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedLine("it is not a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("modelInput") && value == JsonToken.START_OBJECT) {
                    start = (int) json.currentTokenLocation().getByteOffset();
                    if (withInput) {
                        input = json.readValueAsTree();
                    } else {
                        json.skipChildren();
                    }
                    end = (int) json.currentLocation().getByteOffset();
                } else if (name.equals("modelInput")) {
                    throw new MalformedLine("'modelInput' is not a JSON object");
                } else if (name.equals("recordId") && value != JsonToken.VALUE_STRING) {
                    throw new MalformedLine("'recordId' is not a string");
                } else if (name.equals("recordId")) {
                    recordId = json.getText();
                } else {
                    json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new MalformedLine("it holds more than one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new MalformedLine("it is not valid JSON");
        }
        if (start < 0) {
            throw new MalformedLine("'modelInput' is missing");
        }
        return new RecordLine(recordId, input, start, end);
    }

    String rawInput(byte[] line) {
        return new String(line, start, end - start, StandardCharsets.UTF_8);
    }

    /** A line that fails a job's validation; the message completes "line n: …". */
    static final class MalformedLine extends IOException {

        private static final long serialVersionUID = 1L;

        MalformedLine(String message) {
            super(message);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
