package io.caravan.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Reads a run's {@code errors.jsonl}, of any size, some rows at a time. A cursor is a place in bytes.
 *
 * @param prompts what the model was asked about the rows
 */
record FailedRows(ObjectStore store, S3Uri file, long size, RowPrompt prompts) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Bytes read at once; grows where a row has more. */
    private static final int WINDOW = 1 << 20;
    /** Bytes looked through for one page: of a class that is rare, a page may hold less than it could. */
    private static final long LOOK = 32L << 20;
    /** What the product adds to a row: id, status, class, code, message, always last but for what the model said. */
    private static final int ADDED = 5;

    private static final String SAID = "error_answer";

    /** Rows of a class, or all, from a place on. */
    Page<FailedRow> read(long from, int limit, Optional<String> errorClass) throws IOException {
        var rows = new ArrayList<FailedRow>();
        long at = from;
        int window = WINDOW;
        while (at < size && at - from < LOOK) {
            byte[] bytes = bytes(at, Math.min(size, at + window));
            int start = 0;
            for (int end = end(bytes, 0, at); end >= 0; end = end(bytes, start, at)) {
                row(bytes, start, end, errorClass).ifPresent(rows::add);
                start = Math.min(end + 1, bytes.length);
                if (rows.size() == limit) {
                    return page(rows, at + start);
                }
            }
            at += start;
            window = start == 0 ? window * 4 : WINDOW;
        }
        return page(rows, at);
    }

    private Page<FailedRow> page(List<FailedRow> rows, long at) {
        return new Page<>(rows, at < size ? Optional.of(Long.toString(at)) : Optional.empty());
    }

    private byte[] bytes(long from, long to) throws IOException {
        try (InputStream in = store.read(file, from, to)) {
            return in.readAllBytes();
        }
    }

    /** Where the line ends that starts there; -1 when these bytes do not hold its end. */
    private int end(byte[] bytes, int start, long at) {
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return start < bytes.length && at + bytes.length == size ? bytes.length : -1;
    }

    private Optional<FailedRow> row(byte[] bytes, int start, int end, Optional<String> errorClass) throws IOException {
        JsonNode json = JSON.readTree(bytes, start, end - start);
        var names = new ArrayList<String>();
        json.fieldNames().forEachRemaining(names::add);
        int columns = names.size() - ADDED;
        String said = null;
        if (!names.isEmpty() && names.getLast().startsWith(SAID)) {
            said = Excerpt.of(json.path(names.getLast()).asText());
            columns--;
        }
        if (columns < 0) {
            return Optional.empty();
        }
        String[] added = new String[ADDED];
        for (int i = 0; i < ADDED; i++) {
            added[i] = json.path(names.get(columns + i)).asText();
        }
        if (errorClass.isPresent() && !errorClass.get().equals(added[2])) {
            return Optional.empty();
        }
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (String name : names.subList(0, columns)) {
            values.put(name, text(json.path(name)));
        }
        String asked = prompts.about(values).orElse(null);
        values.replaceAll((name, value) -> Excerpt.of(value));
        return Optional.of(
                new FailedRow(added[0], added[1], added[2], added[3], Excerpt.of(added[4]), asked, said, values));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
