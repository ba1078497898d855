package io.caravan.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A row of a Parquet file. Null has no text; lists, maps and structs are JSON. */
final class ParquetRow implements Row {
    private static final int FLUSH = 1 << 20;

    private final Group group;
    private final MessageType schema;

    ParquetRow(Group group, MessageType schema) {
        this.group = group;
        this.schema = schema;
    }

    @Override
    public Optional<String> problem() {
        long bytes = ParquetSize.of(group);
        if (bytes > Sizes.USUAL.record()) {
            return Optional.of(
                    "the row has " + bytes + " bytes; rows of up to " + Sizes.USUAL.record() + " can be sent");
        }
        for (int column = 0; column < schema.getFieldCount(); column++) {
            if (!has(column)) {
                return Optional.of("column '" + schema.getFieldName(column) + "' is declared as text and is not UTF-8;"
                        + " write it as binary, or as UTF-8");
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean has(int column) {
        if (ParquetSize.of(group, column) > Sizes.USUAL.record()) {
            return false;
        }
        if (!isText(column) || isNull(column)) {
            return true;
        }
        byte[] bytes = bytes(column);
        return Utf8.valid(bytes, 0, bytes.length);
    }

    @Override
    public void jsonText(int column, Buffer out) {
        if (isNull(column)) {
            return;
        }
        if (isText(column)) {
            byte[] bytes = bytes(column);
            out.json(bytes, 0, bytes.length);
        } else {
            out.json(text(column));
        }
    }

    @Override
    public long jsonBytes(int column) {
        if (isNull(column)) {
            return 0;
        }
        if (isText(column)) {
            byte[] bytes = bytes(column);
            return Json.size(bytes, 0, bytes.length);
        }
        if (ParquetFile.isFixed(schema.getType(column))) {
            return ParquetFile.LONGEST_FIXED;
        }
        byte[] text = text(column).getBytes(StandardCharsets.UTF_8);
        return Json.size(text, 0, text.length);
    }

    @Override
    public void jsonValue(int column, Buffer out) {
        if (isText(column) && !isNull(column)) {
            out.append((byte) '"');
            jsonText(column, out);
            out.append((byte) '"');
        } else {
            ParquetJson.field(group, column, out);
        }
    }

    @Override
    public void csv(OutputStream out, char separator) throws IOException {
        var line = new Buffer(256);
        for (int column = 0; column < schema.getFieldCount(); column++) {
            if (column > 0) {
                line.append((byte) separator);
            }
            if (isNull(column)) {
                continue;
            }
            if (isText(column)) {
                byte[] bytes = bytes(column);
                CsvField.write(bytes, 0, bytes.length, separator, line);
            } else {
                CsvField.write(text(column), separator, line);
            }
            if (line.length() > FLUSH) { // a row that is too large to be sent may be larger than one value is
                line.writeTo(out);
                line.clear();
            }
        }
        line.writeTo(out);
    }

    @Override
    public void parquet(int column, String name, RecordConsumer out) {
        ParquetFields.copy(group, column, out);
    }

    @Override
    public String text(int column) {
        if (isNull(column)) {
            return "";
        }
        Type type = schema.getType(column);
        if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
            return ParquetText.of(type.asPrimitiveType(), group, column, 0);
        }
        var json = new Buffer(256);
        ParquetJson.field(group, column, json);
        return json.toString();
    }

    /** How many bytes all values take as escaped JSON text, at most; none when they cannot be sent. */
    long jsonBytes() {
        if (problem().isPresent()) {
            return 0;
        }
        long size = 0;
        for (int column = 0; column < schema.getFieldCount(); column++) {
            size += jsonBytes(column);
        }
        return size;
    }

    private boolean isNull(int column) {
        return group.getFieldRepetitionCount(column) == 0
                && !schema.getType(column).isRepetition(Type.Repetition.REPEATED);
    }

    private boolean isText(int column) {
        Type type = schema.getType(column);
        return type.isPrimitive()
                && !type.isRepetition(Type.Repetition.REPEATED)
                && ParquetText.isText(type.asPrimitiveType());
    }

    private byte[] bytes(int column) {
        return group.getBinary(column, 0).getBytesUnsafe();
    }
}
