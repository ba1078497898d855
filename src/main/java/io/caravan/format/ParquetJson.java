package io.caravan.format;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Parquet's values as JSON: structs are objects, lists arrays, maps objects, what is not a number or truth value text. */
final class ParquetJson {
    private ParquetJson() {}

    /** Appends a field of a group; null when it has no value. */
    static void field(Group group, int field, Buffer out) {
        Type type = group.getType().getType(field);
        int count = group.getFieldRepetitionCount(field);
        if (type.isRepetition(Type.Repetition.REPEATED)) {
            out.append((byte) '[');
            for (int i = 0; i < count; i++) {
                comma(i, out);
                value(type, group, field, i, out);
            }
            out.append((byte) ']');
        } else if (count == 0) {
            out.append(Json.NULL);
        } else {
            value(type, group, field, 0, out);
        }
    }

    private static void value(Type type, Group group, int field, int index, Buffer out) {
        if (type.isPrimitive()) {
            primitive(type.asPrimitiveType(), group, field, index, out);
            return;
        }
        Group nested = group.getGroup(field, index);
        if (type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation && repeats(nested.getType())) {
            list(nested, out);
        } else if (type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation && pairs(nested.getType())) {
            map(nested, out);
        } else {
            struct(nested, out);
        }
    }

    private static void primitive(PrimitiveType type, Group group, int field, int index, Buffer out) {
        String text = ParquetText.of(type, group, field, index);
        char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        boolean number = ParquetText.isPlain(type) && last != 'N' && last != 'y'; // NaN, Infinity
        if (number) {
            out.append(text);
        } else {
            Json.string(text, out);
        }
    }

    private static void struct(Group group, Buffer out) {
        out.append((byte) '{');
        for (int i = 0; i < group.getType().getFieldCount(); i++) {
            comma(i, out);
            out.append(Json.key(group.getType().getFieldName(i)));
            field(group, i, out);
        }
        out.append((byte) '}');
    }

    private static void list(Group list, Buffer out) {
        Type repeated = list.getType().getType(0);
        boolean wrapped = wraps(list.getType(), repeated);
        out.append((byte) '[');
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            comma(i, out);
            if (wrapped) {
                field(list.getGroup(0, i), 0, out);
            } else {
                value(repeated, list, 0, i, out);
            }
        }
        out.append((byte) ']');
    }

    private static void map(Group map, Buffer out) {
        out.append((byte) '{');
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            comma(i, out);
            Group pair = map.getGroup(0, i);
            out.append(Json.key(ParquetText.of(pair.getType().getType(0).asPrimitiveType(), pair, 0, 0)));
            if (pair.getType().getFieldCount() > 1) {
                field(pair, 1, out);
            } else {
                out.append(Json.NULL);
            }
        }
        out.append((byte) '}');
    }

    private static boolean repeats(GroupType type) {
        return type.getFieldCount() == 1 && type.getType(0).isRepetition(Type.Repetition.REPEATED);
    }

    private static boolean pairs(GroupType type) {
        return repeats(type)
                && !type.getType(0).isPrimitive()
                && type.getType(0).asGroupType().getType(0).isPrimitive();
    }

    /** Whether the repeated group only wraps the element, by the format's rules for old writers. */
    private static boolean wraps(GroupType list, Type repeated) {
        return !repeated.isPrimitive()
                && repeated.asGroupType().getFieldCount() == 1
                && !repeated.getName().equals("array")
                && !repeated.getName().equals(list.getName() + "_tuple");
    }

    private static void comma(int i, Buffer out) {
        if (i > 0) {
            out.append((byte) ',');
        }
    }
}
