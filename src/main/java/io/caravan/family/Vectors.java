package io.caravan.family;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.caravan.model.Answer;
import io.caravan.model.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds Titan's vector in an answer without making numbers of its digits: it is passed on as the model wrote it. Used
 * for one answer, by one thread.
 */
final class Vectors {
    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] json;
    private final int offset;
    private final Map<String, String> found = new HashMap<>();
    private OptionalLong inputTokens = OptionalLong.empty();

    private Vectors(byte[] json, int offset) {
        this.json = json;
        this.offset = offset;
    }

    static Answer read(byte[] json, int offset, int length) {
        try (JsonParser parser = JSON.createParser(json, offset, length)) {
            var vectors = new Vectors(json, offset);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return unreadable(json, offset, length);
            }
            vectors.members(parser);
            return vectors.answer(length);
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
            } else if (name.equals("embeddingsByType") && value == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String type = parser.currentName();
                    parser.nextToken();
                    vector(type, parser);
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
                found.put(name, new String(json, start, end - start, StandardCharsets.US_ASCII));
            }
            return;
        }
        throw new IOException("'" + name + "' holds " + parser.currentToken() + " beside numbers");
    }

    /** {@code embedding} is absent when only binary vectors were asked for. */
    private Answer answer(int length) {
        for (String name : new String[] {"embedding", "float", "binary"}) {
            String vector = found.get(name);
            if (vector != null) {
                return new Answer.Embedding(vector, new Tokens(inputTokens, OptionalLong.empty()));
            }
        }
        return unreadable(json, offset, length);
    }

    private static Answer unreadable(byte[] json, int offset, int length) {
        return Bodies.unreadable(
                "'embedding' or 'embeddingsByType' with a list of numbers",
                new String(json, offset, Math.min(length, 1000), StandardCharsets.UTF_8));
    }
}
