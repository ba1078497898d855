package io.caravan.chunk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.caravan.family.ImageHole;
import io.caravan.format.Buffer;
import io.caravan.format.Row;
import io.caravan.model.RecordId;
import io.caravan.model.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSONL line with places for a row's values. It is compiled once a chunk: what is the same for all records is bytes
 * that are copied, a placeholder is a column's number, and nothing is parsed or serialised for a record.
 */
final class LineTemplate implements Line {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<ImageHole> HOLES = List.of(ImageHole.values());

    /** One more than {@link #columns}: before, between and after them. */
    private final List<byte[]> literals;

    /** A column's number, or one of {@link ImageHole} below zero. */
    private final int[] columns;

    private LineTemplate(List<byte[]> literals, int[] columns) {
        this.literals = literals;
        this.columns = columns;
    }

    /**
     * Compiles a model input.
     *
     * @param body holds texts with columns as {@code POJONode}s of {@link Template}
     * @param names the data set's columns
     */
    static LineTemplate compile(ObjectNode body, List<String> names) {
        var compiler = new Compiler(names);
        try {
            compiler.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compiler.done();
    }

    @Override
    public void append(Row row, long number, Buffer out) {
        Envelope.begin(RecordId.bytes(number), out);
        out.append(literals.get(0));
        for (int i = 0; i < columns.length; i++) {
            row.jsonText(columns[i], out);
            out.append(literals.get(i + 1));
        }
        Envelope.end(out);
    }

    /** Appends the line of a row with its image. */
    void append(Row row, long number, Image.Fit image, Buffer out) {
        Envelope.begin(RecordId.bytes(number), out);
        out.append(literals.get(0));
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] < 0) {
                image.append(HOLES.get(-1 - columns[i]), out);
            } else {
                row.jsonText(columns[i], out);
            }
            out.append(literals.get(i + 1));
        }
        Envelope.end(out);
    }

    /** Appends a line of padding; of a template without columns. */
    void padding(long number, Buffer out) {
        Envelope.begin(RecordId.padding(number), out);
        out.append(literals.get(0));
        Envelope.end(out);
    }

    /** Writes JSON and cuts it wherever a column goes. */
    private static final class Compiler {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<String> names;
        private final List<byte[]> literals = new ArrayList<>();
        private final List<Integer> columns = new ArrayList<>();
        private final JsonGenerator json;

        Compiler(List<String> names) {
            this.names = names;
            try {
                json = JSON.createGenerator(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void write(JsonNode node) throws IOException {
            if (node instanceof POJONode pojo && pojo.getPojo() instanceof Template template) {
                splice(template);
            } else if (node instanceof POJONode pojo && pojo.getPojo() instanceof ImageHole hole) {
                json.writeRawValue("\"");
                json.flush();
                cut();
                columns.add(-1 - HOLES.indexOf(hole));
                bytes.write('"');
            } else if (node.isObject()) {
                json.writeStartObject();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    json.writeFieldName(field.getKey());
                    write(field.getValue());
                }
                json.writeEndObject();
            } else if (node.isArray()) {
                json.writeStartArray();
                for (JsonNode element : node) {
                    write(element);
                }
                json.writeEndArray();
            } else {
                json.writeTree(node);
            }
        }

        private void splice(Template template) throws IOException {
            json.writeRawValue("\""); // the generator puts the comma or colon that belongs here
            json.flush();
            for (Template.Part part : template.parts()) {
                switch (part) {
                    case Template.Literal literal ->
                        bytes.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(literal.text()));
                    case Template.Column column -> {
                        cut();
                        columns.add(names.indexOf(column.name()));
                    }
                }
            }
            bytes.write('"');
        }

        private void cut() {
            literals.add(bytes.toByteArray());
            bytes.reset();
        }

        LineTemplate done() {
            try {
                json.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            cut();
            return new LineTemplate(
                    literals, columns.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
