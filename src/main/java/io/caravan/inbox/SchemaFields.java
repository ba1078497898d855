package io.caravan.inbox;

import io.caravan.family.Model;
import io.caravan.schema.OutputSchema;
import java.util.Map;
import java.util.Optional;

/** Reads {@code output_schema}. */
record SchemaFields(Fields fields) {

    Optional<String> read(Optional<Model> model, Map<String, Object> parameters) {
        return fields.object(OutputSchema.FIELD)
                .filter(json -> model.filter(m -> m.family().embeds()).isEmpty() || embeds(model.orElseThrow()))
                .flatMap(json -> fields.noting(() -> OutputSchema.of(json)).map(schema -> {
                    model.ifPresent(m -> fields.wrong(m.family().check(schema, parameters)));
                    return json.toString();
                }));
    }

    private boolean embeds(Model model) {
        fields.wrong(
                OutputSchema.FIELD,
                "is for text models; " + model.baseId()
                        + " is an embedding model, whose answers are vectors; leave it out");
        return false;
    }
}
