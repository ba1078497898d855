package io.caravan.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.family.Model;
import io.caravan.model.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code parameter_columns}: which parameters rows may replace, and by which column. */
record ParameterColumns(Fields fields) {
    private static final String FIELD = "parameter_columns";

    /** @param head empty when the data set could not be looked at */
    Map<String, String> read(Optional<Model> model, Optional<Head> head) {
        var check = new PromptCheck(fields, head.map(Head::columns));
        var columns = new TreeMap<String, String>();
        fields.object(FIELD)
                .ifPresent(object -> object.properties().forEach(member -> {
                    String field = FIELD + "." + member.getKey();
                    column(field, member.getValue(), check).ifPresent(column -> columns.put(member.getKey(), column));
                    model.ifPresent(known -> fields.wrong(known.checkOfRows(member.getKey()).stream()
                            .map(problem -> new Problem(field, problem.message()))
                            .toList()));
                }));
        return columns;
    }

    private Optional<String> column(String field, JsonNode name, PromptCheck check) {
        if (!name.isTextual()) {
            return fields.wrong(field, "must be the name of a column in quotes, found " + Fields.shown(name));
        }
        return Optional.of(name.asText()).filter(column -> check.has(field, column));
    }
}
