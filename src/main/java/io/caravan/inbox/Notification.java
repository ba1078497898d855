package io.caravan.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * S3's word that objects were written. Other messages, such as the test event that S3 sends when notifications are set
 * up, have no records. Source: Amazon S3 User Guide, "Event message structure".
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Notification(
        @JsonProperty("Records") @Nullable List<Entry> records) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Entry(@Nullable S3 s3) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record S3(@Nullable Bucket bucket, @Nullable Item object) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Bucket(@Nullable String name) {}

    /** {@code key} is URL-encoded, a space as {@code +}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Item(@Nullable String key) {}

    /** The keys of the objects written in a bucket. */
    List<String> keys(String bucket) {
        if (records == null) {
            return List.of();
        }
        return records.stream()
                .map(Entry::s3)
                .<String>mapMulti((s3, keys) -> {
                    if (s3 != null
                            && s3.bucket() != null
                            && bucket.equals(s3.bucket().name())
                            && s3.object() != null
                            && s3.object().key() != null) {
                        keys.accept(URLDecoder.decode(s3.object().key(), StandardCharsets.UTF_8));
                    }
                })
                .toList();
    }
}
