package io.caravan.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An object or, with a key that ends in {@code /}, a prefix on S3. */
public record S3Uri(String bucket, String key) {
    private static final Pattern SHAPE =
            Pattern.compile("s3://([a-z0-9][-.a-z0-9]{1,61}[a-z0-9])/(.+)", Pattern.DOTALL);

    /** Reads {@code s3://bucket/key}; empty when it is not one. */
    public static Optional<S3Uri> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches() ? Optional.of(new S3Uri(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    public boolean isPrefix() {
        return key.endsWith("/");
    }

    /** The last segment of the key. */
    public String fileName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
