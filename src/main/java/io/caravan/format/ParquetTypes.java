package io.caravan.format;

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

    /**
     * A result's schema: the data set's columns, then what {@link ResultColumns} adds.
     *
     * @param embeds whether the answers are embeddings
     */
    static MessageType result(List<Type> columns, boolean embeds) {
        List<String> names =
                ResultColumns.ofResult(columns.stream().map(Type::getName).toList(), embeds);
        var all = new ArrayList<>(columns);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            all.add(
                    switch (i) {
                        case ParquetPart.ANSWER -> embeds ? floats(name) : text(name);
                        case ParquetPart.INPUT_TOKENS, ParquetPart.OUTPUT_TOKENS ->
                            Types.optional(PrimitiveTypeName.INT64).named(name);
                        default -> text(name);
                    });
        }
        return new MessageType("result", all);
    }

    private static Type floats(String name) {
        return Types.optionalList().requiredElement(PrimitiveTypeName.FLOAT).named(name);
    }
}
