package io.caravan.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Tokens;
import java.io.IOException;

/**
 * Reads the {@code error} of a record: {@code {"errorCode": 400, "errorMessage": "…"}}. No list of codes is published:
 * the code is read as a number or a string, and what else stands there is ignored.
 */
final class RecordError {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordError() {}

    static Answer.Failed read(byte[] json, int offset, int length) {
        try {
            JsonNode error = JSON.readTree(json, offset, length);
            String code = error.path("errorCode").asText("");
            String message = error.path("errorMessage").asText("");
            return new Answer.Failed(
                    classOf(code), code, message.isEmpty() ? error.toString() : message, "", Tokens.UNKNOWN);
        } catch (IOException e) {
            return Answer.Failed.of(ErrorClass.UNREADABLE, "the record's error cannot be read: " + e.getMessage());
        }
    }

    private static ErrorClass classOf(String code) {
        try {
            return ErrorClass.ofCode(Integer.parseInt(code.strip()));
        } catch (NumberFormatException e) {
            return ErrorClass.SERVER;
        }
    }
}
