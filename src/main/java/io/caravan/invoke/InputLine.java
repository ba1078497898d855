package io.caravan.invoke;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caravan.format.Lines;
import java.io.IOException;

/**
 * A line of a job's input, {@code {"recordId": "…", "modelInput": {…}}}, and the line of output that it becomes, in the form
 * of a batch job's.
 *
 * @param recordId as JSON, with its quotes
 * @param modelInput as JSON
 */
record InputLine(String recordId, String modelInput) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS) // numbers go out as they were written
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static InputLine of(Lines line) throws IOException {
        JsonNode tree = JSON.readTree(line.bytes(), line.from(), line.length());
        return new InputLine(
                tree.path("recordId").toString(), tree.path("modelInput").toString());
    }

    /** @param modelOutput the model's answer as JSON; an end of line in it would end the line here */
    String answered(String modelOutput) {
        return line("modelOutput", modelOutput.replace('\n', ' ').replace('\r', ' '));
    }

    String failed(int code, String message) {
        return line(
                "error",
                JSON.createObjectNode()
                        .put("errorCode", code)
                        .put("errorMessage", message)
                        .toString());
    }

    private String line(String member, String value) {
        return "{\"recordId\":" + recordId + ",\"modelInput\":" + modelInput + ",\"" + member + "\":" + value + "}\n";
    }
}
