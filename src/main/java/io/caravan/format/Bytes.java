package io.caravan.format;

import java.io.IOException;
import java.io.InputStream;

/** Random access to one file's bytes: ranged reads of an S3 object, or a local file. Thread-safe. */
public interface Bytes {
    /** How messages name it, for example {@code s3://bucket/key}. */
    String name();

    /** Its length in bytes. */
    long size();

    /**
     * The bytes from {@code from} (inclusive) to {@code to} (exclusive, at most {@link #size}; when equal, none). The
     * caller closes the stream, often before its end: closing must not read the rest.
     */
    InputStream open(long from, long to) throws IOException;
}
