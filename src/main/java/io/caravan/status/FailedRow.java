package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row without an answer; long values are cut.
 *
 * @param status failed or skipped
 * @param errorClass why, in a word
 * @param code Bedrock's own, where it gave one
 * @param prompt what the model was asked; null where the rows are records already
 * @param answer what the model said, where that is kept though it is no answer; null otherwise
 * @param row its columns
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailedRow(
        @JsonProperty("record_id") String recordId,
        String status,
        @JsonProperty("error_class") String errorClass,
        String code,
        String message,
        @Nullable String prompt,
        @Nullable String answer,
        Map<String, String> row) {}
