package io.caravan.status;

import java.time.Instant;

/**
 * A file of a run.
 *
 * @param size bytes
 * @param uri where it stands on S3
 * @param href where it can be fetched here
 */
public record FileView(String name, long size, Instant modified, String uri, String href) {}
