package io.caravan.simulator.s3;

/**
 * Sends {@code ObjectCreated} events for the keys with this prefix and suffix to a queue. An empty prefix or suffix
 * matches every key.
 */
public record NotificationRule(String bucket, String prefix, String suffix, String queue) {

    boolean matches(String bucket, String key) {
        return this.bucket.equals(bucket) && key.startsWith(prefix) && key.endsWith(suffix);
    }
}
