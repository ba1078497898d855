package io.caravan.format;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;

/** Writes the fields of a Parquet record. A field that is null is left out. */
final class ParquetFields {
    private ParquetFields() {}

    static void text(String name, int field, String value, RecordConsumer out) {
        text(name, field, Binary.fromString(value), out);
    }

    /** Text given as UTF-8 in an array that will be used for more. */
    static void text(String name, int field, byte[] array, int from, int to, RecordConsumer out) {
        text(name, field, Binary.fromReusedByteArray(array, from, to - from), out);
    }

    private static void text(String name, int field, Binary value, RecordConsumer out) {
        out.startField(name, field);
        out.addBinary(value);
        out.endField(name, field);
    }

    static void number(String name, int field, long value, RecordConsumer out) {
        out.startField(name, field);
        out.addLong(value);
        out.endField(name, field);
    }

    static void number(String name, int field, double value, RecordConsumer out) {
        out.startField(name, field);
        out.addDouble(value);
        out.endField(name, field);
    }

    static void truth(String name, int field, boolean value, RecordConsumer out) {
        out.startField(name, field);
        out.addBoolean(value);
        out.endField(name, field);
    }

    /**
     * A list of floats.
     *
     * @param json an array of numbers
     */
    static void floats(String name, int field, String json, RecordConsumer out) {
        out.startField(name, field);
        out.startGroup();
        String inside = json.substring(json.indexOf('[') + 1, json.lastIndexOf(']'));
        if (!inside.isBlank()) {
            out.startField("list", 0);
            int from = 0;
            while (from <= inside.length()) {
                int comma = inside.indexOf(',', from);
                int to = comma < 0 ? inside.length() : comma;
                out.startGroup();
                out.startField("element", 0);
                out.addFloat(Float.parseFloat(inside.substring(from, to)));
                out.endField("element", 0);
                out.endGroup();
                from = to + 1;
            }
            out.endField("list", 0);
        }
        out.endGroup();
        out.endField(name, field);
    }

    /** A field as it was read, whatever its type. */
    static void copy(Group group, int field, RecordConsumer out) {
        int count = group.getFieldRepetitionCount(field);
        if (count == 0) {
            return;
        }
        Type type = group.getType().getType(field);
        out.startField(type.getName(), field);
        for (int i = 0; i < count; i++) {
            if (type.isPrimitive()) {
                group.writeValue(field, i, out);
            } else {
                Group nested = group.getGroup(field, i);
                out.startGroup();
                for (int inner = 0; inner < nested.getType().getFieldCount(); inner++) {
                    copy(nested, inner, out);
                }
                out.endGroup();
            }
        }
        out.endField(type.getName(), field);
    }
}
