package io.caravan.format;

import io.caravan.model.Property;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The types of a Parquet result's columns. */
final class ParquetTypes {
    /** As many as 64 bits hold. */
    private static final int COST_DIGITS = 18;

    private ParquetTypes() {}

    /** A column of text, or of JSON as text, that may be null. */
    static Type text(String name) {
        return Types.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    /** A column as a Parquet file has it, but that it may be null: so it is the same in files that differ in that. */
    static Type optional(Type type) {
        if (!type.isRepetition(Repetition.REQUIRED)) {
            return type;
        }
        if (type.isPrimitive()) {
            PrimitiveType primitive = type.asPrimitiveType();
            return Types.optional(primitive.getPrimitiveTypeName())
                    .length(primitive.getTypeLength())
                    .as(type.getLogicalTypeAnnotation())
                    .named(type.getName());
        }
        return Types.optionalGroup()
                .as(type.getLogicalTypeAnnotation())
                .addFields(type.asGroupType().getFields().toArray(new Type[0]))
                .named(type.getName());
    }

    /** A result's schema: the data set's columns, then what {@link ResultColumns} adds. */
    static MessageType result(List<Type> columns, AnswerColumns answers) {
        List<String> names =
                ResultColumns.ofResult(columns.stream().map(Type::getName).toList(), answers);
        var all = new ArrayList<>(columns);
        int properties = answers.properties().size();
        for (int i = 0; i < names.size(); i++) {
            int property = i - ResultColumns.LEADING;
            all.add(
                    property >= 0 && property < properties
                            ? property(
                                    names.get(i),
                                    answers.properties().get(property).kind())
                            : own(names.get(i), property < 0 ? i : i - properties, answers.embeds()));
        }
        return new MessageType("result", all);
    }

    /** @param place among the columns of a result without an output schema */
    private static Type own(String name, int place, boolean embeds) {
        return switch (place) {
            case ParquetPart.ANSWER -> embeds ? floats(name) : text(name);
            case ParquetPart.INPUT_TOKENS, ParquetPart.OUTPUT_TOKENS -> whole(name);
            case ParquetPart.COST ->
                Types.optional(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.decimalType(ParquetPart.COST_PLACES, COST_DIGITS))
                        .named(name);
            default -> text(name);
        };
    }

    private static Type property(String name, Property.Kind kind) {
        return switch (kind) {
            case TEXT, JSON -> text(name);
            case WHOLE -> whole(name);
            case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
        };
    }

    private static Type whole(String name) {
        return Types.optional(PrimitiveTypeName.INT64).named(name);
    }

    private static Type floats(String name) {
        return Types.optionalList().requiredElement(PrimitiveTypeName.FLOAT).named(name);
    }
}
