package io.caravan.collect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.caravan.model.RecordId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A line of a job's output that is too long to be held: its values are stepped over as they stream by. */
final class LongLine {
    private static final JsonFactory JSON = new JsonFactory();

    private LongLine() {}

    /** The row of the line's record, or -1 when it carries none of Caravan's ids. Closes the stream. */
    static long row(InputStream line) throws IOException {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return -1;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean id = parser.currentName().equals("recordId");
                if (parser.nextToken() == JsonToken.VALUE_STRING && id) {
                    byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
                    return RecordId.row(text, 0, text.length);
                }
                parser.skipChildren();
            }
            return -1;
        } catch (JsonProcessingException e) {
            return -1; // cut off, or no JSON
        }
    }
}
