package io.caravan.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import io.caravan.model.S3Uri;
import io.caravan.model.Template;
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
record FailedRows(ObjectStore store, S3Uri file, long size, Prompts prompts) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Bytes read at once; grows where a row has more. */
    private static final int WINDOW = 1 << 20;
    /** Bytes looked through for one page: of a class that is rare, a page may hold less than it could. */
    private static final long LOOK = 32L << 20;
    /** Characters shown of a value. */
    private static final int SHOWN = 4000;
    /** What the product adds to a row: id, status, class, code, message, always last. */
    private static final int ADDED = 5;

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
        if (names.size() < ADDED) {
            return Optional.empty();
        }
        int columns = names.size() - ADDED;
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
        String asked = prompt(values)
                .map(known -> Template.parse(known.text()).render(name -> values.getOrDefault(name, "")))
                .map(FailedRows::cut)
                .orElse(null);
        values.replaceAll((name, value) -> cut(value));
        return Optional.of(new FailedRow(added[0], added[1], added[2], added[3], cut(added[4]), asked, values));
    }

    /** Where several are asked about each row, the last column says which this one is about. */
    private Optional<Prompt> prompt(SequencedMap<String, String> row) {
        return switch (prompts) {
            case Prompts.None none -> Optional.empty();
            case Prompts.One one -> Optional.of(one.prompt());
            case Prompts.Each each ->
                named(each.all(), row.isEmpty() ? "" : row.lastEntry().getValue());
            case Prompts.Named named -> named(named.all(), row.getOrDefault(named.column(), ""));
        };
    }

    private static Optional<Prompt> named(List<Prompt> all, String id) {
        return all.stream()
                .filter(prompt -> prompt.id().equals(Optional.of(id)))
                .findFirst();
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
