package io.caravan.family;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import io.caravan.model.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds the vector in an answer of Amazon's embedding models without making numbers of its digits: it is passed on as
 * the model wrote it. Used for one answer, by one thread.
 */
final class Vectors {
    /** Where the text of a request comes from, for those who give it as a parameter. */
    static final String TEXT_COLUMN = "it is the data set's column 'input_text', or the one that 'text_column' names";

    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] json;
    private final int offset;
    private final Map<String, String> found = new HashMap<>();
    private OptionalLong inputTokens = OptionalLong.empty();
    private String complaint = "";

    private Vectors(byte[] json, int offset) {
        this.json = json;
        this.offset = offset;
    }

    /** @param expected what the family's answer has, for the message when it has not */
    static Answer read(byte[] json, int offset, int length, String expected) {
        try (JsonParser parser = JSON.createParser(json, offset, length)) {
            var vectors = new Vectors(json, offset);
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                vectors.members(parser);
            }
            return vectors.answer(length, expected);
        } catch (IOException e) {
            return Bodies.broken(e, json, offset, length);
        }
    }

    private void members(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("embedding")) {
                vector("embedding", parser);
            } else if (name.equals("inputTextTokenCount") && value == JsonToken.VALUE_NUMBER_INT) {
                inputTokens = OptionalLong.of(parser.getLongValue());
            } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
                complaint = parser.getText();
            } else if (name.equals("embeddingsByType") && value == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String type = parser.currentName();
                    parser.nextToken();
                    vector(type, parser);
                }
            } else if (name.equals("embeddings") && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    members(parser);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Keeps the array at which the parser stands, if all in it are numbers. */
    private void vector(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        int start = offset + (int) parser.currentTokenLocation().getByteOffset();
        int numbers = 0;
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_FLOAT
                || parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            numbers++;
        }
        if (parser.currentToken() == JsonToken.END_ARRAY) {
            int end = offset + (int) parser.currentLocation().getByteOffset();
            if (numbers > 0) {
                found.putIfAbsent(name, new String(json, start, end - start, StandardCharsets.US_ASCII));
            }
            return;
        }
        throw new IOException("'" + name + "' holds " + parser.currentToken() + " beside numbers");
    }

    /** {@code embedding} is absent when only binary vectors were asked for. */
    private Answer answer(int length, String expected) {
        var tokens = new Tokens(inputTokens, OptionalLong.empty());
        if (!complaint.isBlank()) {
            String message = "the model made no embedding: " + Found.cut(complaint);
            return new Answer.Failed(ErrorClass.VALIDATION, "", message, "", tokens);
        }
        for (String name : new String[] {"embedding", "float", "binary"}) {
            String vector = found.get(name);
            if (vector != null) {
                return new Answer.Embedding(vector, tokens);
            }
        }
        return Bodies.unreadable(expected, new String(json, offset, Math.min(length, 1000), StandardCharsets.UTF_8));
    }
}
