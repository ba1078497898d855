package io.caravan.simulator.s3;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the messages that S3 sends to a queue (Amazon S3 User Guide, "Event message structure"). */
final class S3Events {

    private static final JsonMapper JSON = new JsonMapper();

    private final InstantSource clock;
    private final String region;
    private final AtomicLong sequence;

    S3Events(InstantSource clock, String region) {
        this.clock = clock;
        this.region = region;
        // Sequencers of one key must grow, also over a restart.
        this.sequence = new AtomicLong(clock.millis() << 16);
    }

    /** @param eventName such as {@code ObjectCreated:Put} */
    String created(String eventName, String bucket, String key, long size, String eTag) {
        ObjectNode event = JSON.createObjectNode()
                .put("eventVersion", "2.1")
                .put("eventSource", "aws:s3")
                .put("awsRegion", region)
                .put("eventTime", now().toString())
                .put("eventName", eventName);
        event.putObject("userIdentity").put("principalId", "AWS:AIDACKCEVSQ6C2EXAMPLE");
        event.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
        event.putObject("responseElements")
                .put("x-amz-request-id", requestId())
                .put("x-amz-id-2", requestId() + requestId());
        ObjectNode s3 = event.putObject("s3").put("s3SchemaVersion", "1.0").put("configurationId", "stand-in");
        s3.putObject("bucket")
                .put("name", bucket)
                .put("arn", "arn:aws:s3:::" + bucket)
                .putObject("ownerIdentity")
                .put("principalId", "A3NL1KOZZKExample");
        s3.putObject("object")
                .put("key", encoded(key))
                .put("size", size)
                .put("eTag", eTag.replace("\"", ""))
                .put(
                        "sequencer",
                        HexFormat.of().toHexDigits(sequence.incrementAndGet()).toUpperCase(java.util.Locale.ROOT));
        ObjectNode message = JSON.createObjectNode();
        message.putArray("Records").add(event);
        return message.toString();
    }

    /** What S3 sends once when a notification is configured, to prove that it may write to the queue. */
    String test(String bucket) {
        return JSON.createObjectNode()
                .put("Service", "Amazon S3")
                .put("Event", "s3:TestEvent")
                .put("Time", now().toString())
                .put("Bucket", bucket)
                .put("RequestId", requestId())
                .put("HostId", requestId() + requestId())
                .toString();
    }

    /** Keys arrive URL-encoded as in a form: a space is '+', a slash stays. */
    static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String requestId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase(java.util.Locale.ROOT);
    }
}
