package io.caravan.chunk;

import io.caravan.format.Buffer;
import io.caravan.model.RecordId;
import java.nio.charset.StandardCharsets;

/** What is around the model input in every line: {@code {"recordId":"r0000000001","modelInput":{…}}}. */
final class Envelope {
    private static final byte[] ID = ascii("{\"recordId\":\"");
    private static final byte[] INPUT = ascii("\",\"modelInput\":");
    private static final byte[] END = ascii("}\n");

    private Envelope() {}

    /** @param recordId as ASCII */
    static void begin(byte[] recordId, Buffer out) {
        out.append(ID);
        out.append(recordId);
        out.append(INPUT);
    }

    static void end(Buffer out) {
        out.append(END);
    }

    /** The row of a line that begins so; -1 for any other. */
    static long row(byte[] line, int from, int length) {
        return length < ID.length + RecordId.LENGTH ? -1 : RecordId.row(line, from + ID.length, RecordId.LENGTH);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
