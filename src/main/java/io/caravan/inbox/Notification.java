package io.caravan.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * S3's word that objects were written, from S3 itself, with records, or by EventBridge, with a detail. Other messages, such
 * as the test event that S3 sends when notifications are set up, have neither. Sources: Amazon S3 User Guide, "Event
 * message structure" and "EventBridge event message structure".
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Notification(
        @JsonProperty("Records") @Nullable List<Entry> records,
        @Nullable S3 detail) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Entry(@Nullable S3 s3) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record S3(@Nullable Bucket bucket, @Nullable Item object) {
        Stream<String> key(String wanted) {
            return bucket != null && wanted.equals(bucket.name()) && object != null
                    ? Stream.ofNullable(object.key())
                    : Stream.empty();
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Bucket(@Nullable String name) {}

    /** {@code key} is URL-encoded in records, a space as {@code +}; in a detail it is as it is. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Item(@Nullable String key) {}

    /** The keys of the objects written in a bucket. */
    List<String> keys(String bucket) {
        if (detail != null) {
            return detail.key(bucket).toList();
        }
        return records == null
                ? List.of()
                : records.stream()
                        .flatMap(entry ->
                                entry.s3() == null ? Stream.empty() : entry.s3().key(bucket))
                        .map(key -> URLDecoder.decode(key, StandardCharsets.UTF_8))
                        .toList();
    }
}
