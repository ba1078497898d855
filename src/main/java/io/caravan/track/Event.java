package io.caravan.track;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * EventBridge's word that a batch job changed its state. A hint: it may be late, repeated, or about somebody else's job.
 * Source: Amazon Bedrock User Guide, "Monitor Amazon Bedrock batch inference with EventBridge".
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Event(
        @JsonProperty("detail-type") @Nullable String detailType,
        @Nullable Detail detail) {

    /** The members that are used of the eight there are; never {@code creationTime}, whose form depends on a locale. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Detail(
            @Nullable String batchJobName,
            @Nullable String batchJobArn,
            @Nullable String status) {}
}
