package io.caravan.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.format.Lines;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The rows of a chunk that were left out when its input was written, and why; read once, in the rows' order. */
final class Unsent implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Lines lines;
    private long row = -1;
    private String reason = "";

    private Unsent(Lines lines) {
        this.lines = lines;
    }

    /** Of a list that need not be there. */
    static Unsent read(ObjectStore store, S3Uri list) throws IOException {
        Optional<ObjectStore.Info> info = store.head(list);
        return new Unsent(
                new Lines(info.isPresent() ? store.read(list, 0, info.get().size()) : InputStream.nullInputStream()));
    }

    /** Why a row was left out, if it was; asked about rows in ascending order. */
    Optional<String> reason(long wanted) throws IOException {
        while (row < wanted && lines.next()) {
            JsonNode line = JSON.readTree(lines.bytes(), lines.from(), lines.length());
            row = line.path("row").asLong();
            reason = line.path("reason").asText();
        }
        return row == wanted ? Optional.of(reason) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
