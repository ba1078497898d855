package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.caravan.format.ResultRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of a run's result; long values are cut.
 *
 * @param status ok, failed or skipped
 * @param prompt what the model was asked; null where the rows are records already
 * @param answer what it said; empty where there is none
 * @param values of the output schema's properties
 * @param error {@code <class>: <message>}; empty where all is well
 * @param row its columns
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RowView(
        @JsonProperty("record_id") String recordId,
        String status,
        @Nullable String prompt,
        String answer,
        Map<String, String> values,
        String error,
        Map<String, String> row) {

    static RowView of(ResultRow row, RowPrompt asked) {
        return new RowView(
                row.recordId(),
                row.status(),
                asked.about(row.row()).orElse(null),
                Excerpt.of(row.answer()),
                cut(row.values()),
                Excerpt.of(row.error()),
                cut(row.row()));
    }

    private static Map<String, String> cut(SequencedMap<String, String> values) {
        var cut = new LinkedHashMap<>(values);
        cut.replaceAll((name, value) -> Excerpt.of(value));
        return cut;
    }
}
