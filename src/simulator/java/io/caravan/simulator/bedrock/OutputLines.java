package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/** Writes the lines of one output file, as oddly as it is told to. Not thread-safe. */
final class OutputLines implements Closeable {
    private static final int NTH = 3;

    private final OutputStream out;
    private final Set<Oddity> oddities;
    private byte[] held = new byte[0];
    private int lines;

    OutputLines(OutputStream out, Set<Oddity> oddities) {
        this.out = out;
        this.oddities = oddities;
    }

    /** Takes a line with its end. */
    void write(byte[] line) throws IOException {
        if (oddities.isEmpty()) {
            out.write(line);
            return;
        }
        byte[] written = altered(line);
        hold(written);
        if (++lines % NTH == 0) {
            if (oddities.contains(Oddity.UNKNOWN_RECORDS)) {
                hold(stranger(line));
            }
            if (oddities.contains(Oddity.LINES_REPEATED)) {
                hold(written);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (out) {
            out.write(held, 0, oddities.contains(Oddity.LAST_LINE_CUT) ? held.length / 2 : held.length);
        }
    }

    /** Each line waits for the next one: it may be the last. */
    private void hold(byte[] line) throws IOException {
        out.write(held);
        held = line;
    }

    private byte[] altered(byte[] line) throws IOException {
        boolean members = oddities.contains(Oddity.UNKNOWN_MEMBERS);
        boolean codes = oddities.contains(Oddity.CODES_AS_TEXT);
        if (!members && !codes) {
            return line;
        }
        JsonNode record = Mapping.JSON.readTree(line);
        ObjectNode altered = Mapping.JSON.createObjectNode();
        if (members) {
            altered.put("schemaVersion", "2.0")
                    .putObject("trace")
                    .putArray("hops")
                    .add("a \" } b")
                    .addNull();
        }
        altered.setAll((ObjectNode) record);
        if (altered.path("error") instanceof ObjectNode error) {
            if (members) {
                error.put("retryable", true).putNull("modelOutput");
            }
            if (codes) {
                error.put("errorCode", error.path("errorCode").asText());
            }
        }
        return line(altered);
    }

    /** The line under a recordId of the same shape that nobody asked for. */
    private static byte[] stranger(byte[] line) throws IOException {
        ObjectNode record = (ObjectNode) Mapping.JSON.readTree(line);
        record.put("recordId", record.path("recordId").asText().replaceAll("[0-9]", "9"));
        return line(record);
    }

    private static byte[] line(ObjectNode record) throws IOException {
        byte[] json = Mapping.JSON.writeValueAsBytes(record);
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
