package io.caravan.simulator.bedrock;

/** An address {@code s3://bucket/key}, the key possibly empty. */
record S3Uri(String bucket, String key) {

    /** @param uri one that {@link Constraints} has accepted */
    static S3Uri of(String uri) {
        String rest = uri.substring("s3://".length());
        int slash = rest.indexOf('/');
        return slash < 0 ? new S3Uri(rest, "") : new S3Uri(rest.substring(0, slash), rest.substring(slash + 1));
    }

    /** The key below this one, joined by exactly one slash. */
    String below(String name) {
        return key.isEmpty() || key.endsWith("/") ? key + name : key + "/" + name;
    }
}
