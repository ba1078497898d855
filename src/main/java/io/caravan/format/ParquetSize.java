package io.caravan.format;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;

/** How many bytes the values of a Parquet record have, at most, those of nested fields included. */
final class ParquetSize {
    private static final int NUMBER = 12;

    private ParquetSize() {}

    /** Of all its fields. */
    static long of(Group group) {
        long size = 0;
        for (int field = 0; field < group.getType().getFieldCount(); field++) {
            size += of(group, field);
        }
        return size;
    }

    /** Of one of its fields. */
    static long of(Group group, int field) {
        Type type = group.getType().getType(field);
        int count = group.getFieldRepetitionCount(field);
        long size = 0;
        for (int i = 0; i < count; i++) {
            size += type.isPrimitive() ? primitive(type, group, field, i) : of(group.getGroup(field, i));
        }
        return size;
    }

    private static long primitive(Type type, Group group, int field, int index) {
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case BINARY, FIXED_LEN_BYTE_ARRAY -> group.getBinary(field, index).length();
            case BOOLEAN, FLOAT, DOUBLE, INT32, INT64, INT96 -> NUMBER;
        };
    }
}
