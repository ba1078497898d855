package io.caravan.chunk;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The rows that were left out for what the data set does not tell, such as a missing image: a line each, for the collector,
 * which has to say why and cannot look again.
 */
record Unsent(OutputStream out) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void note(long row, String reason) throws IOException {
        out.write(JSON.writeValueAsBytes(JSON.createObjectNode().put("row", row).put("reason", reason)));
        out.write('\n');
    }
}
