package io.caravan.family;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caravan.format.Buffer;
import io.caravan.format.Row;
import io.caravan.format.RowCheck;
import io.caravan.model.ImageColumn;
import io.caravan.model.Template;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells by all that goes into a request, the texts as they are rendered, whether it is the same as another one of the run.
 * An image goes by its name. Not thread-safe.
 */
public final class Fingerprints {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    /** Not in any text, as texts are escaped. */
    private static final byte END = 0;

    private static final byte RECORD = 1;
    private static final byte SYSTEM = 2;

    private final List<String> columns;
    private final Optional<ImageColumn> image;
    private final MessageDigest sha256;
    private final OutputStream digest;
    private final Buffer text = new Buffer(1024);
    private Map<String, Object> parameters = Map.of();
    private byte[] written = json(parameters);
    private final IdentityHashMap<Template, List<Piece>> compiled = new IdentityHashMap<>();

    /** A column's value, or, where the number is negative, a text. */
    @SuppressWarnings("ArrayRecordComponent") // private, and never compared
    private record Piece(int column, byte[] literal) {}

    /** @param columns the data set's */
    public Fingerprints(List<String> columns, Optional<ImageColumn> image) {
        this.columns = List.copyOf(columns);
        this.image = image;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        digest = new DigestOutputStream(OutputStream.nullOutputStream(), sha256);
    }

    /** Of what is asked about a row; empty where nothing is. */
    public Optional<Fingerprint> of(Request request, Row row) {
        text.clear();
        switch (request) {
            case Request.Asked asked -> put(asked.ask(), row);
            case Request.AsItIs asItIs -> {
                text.append(RECORD);
                row.jsonValue(columns.indexOf(RowCheck.MODEL_INPUT), text);
            }
            case Request.Nothing nothing -> {
                return Optional.empty();
            }
        }
        try {
            text.writeTo(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer bytes = ByteBuffer.wrap(sha256.digest());
        return Optional.of(new Fingerprint(bytes.getLong(), bytes.getLong()));
    }

    /** The output schema is the run's: the same for all. */
    private void put(Ask ask, Row row) {
        if (ask.system().isPresent()) {
            text.append(SYSTEM);
        }
        ask.templates().forEach(template -> {
            for (Piece piece : compiled.computeIfAbsent(template, this::pieces)) {
                if (piece.column() < 0) {
                    text.append(piece.literal());
                } else {
                    row.jsonText(piece.column(), text);
                }
            }
            text.append(END);
        });
        if (!ask.parameters().equals(parameters)) {
            parameters = ask.parameters();
            written = json(parameters);
        }
        text.append(written);
        image.ifPresent(named -> {
            text.append(END);
            int column = columns.indexOf(named.column());
            text.json(row.has(column) ? row.text(column).strip() : "");
        });
    }

    private static byte[] json(Map<String, Object> parameters) {
        try {
            return JSON.writeValueAsBytes(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Piece> pieces(Template template) {
        return template.parts().stream()
                .map(part -> switch (part) {
                    case Template.Literal literal -> {
                        var escaped = new Buffer(literal.text().length());
                        escaped.json(literal.text());
                        yield new Piece(-1, escaped.toByteArray());
                    }
                    case Template.Column column -> new Piece(columns.indexOf(column.name()), new byte[0]);
                })
                .toList();
    }
}
