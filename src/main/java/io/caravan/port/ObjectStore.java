package io.caravan.port;

import io.caravan.model.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** S3 in streams and server-side copies: nothing here holds an object in memory. Thread-safe. */
public interface ObjectStore {

    /** What is known of an object without reading it. */
    record Info(S3Uri uri, long size, String eTag, Instant lastModified) {}

    /**
     * What is known of an object; empty when there is none.
     *
     * @throws NotAllowed when we may not look at it
     */
    Optional<Info> head(S3Uri uri);

    /**
     * The bytes from {@code from} (inclusive) to {@code to} (exclusive); the caller closes the stream.
     *
     * @throws NotAllowed when we may not read it
     */
    InputStream read(S3Uri uri, long from, long to) throws IOException;

    /** Writes a small object at once. */
    void put(S3Uri uri, byte[] bytes, String contentType);

    /** Writes an object of any size from a stream. */
    Upload write(S3Uri uri, String contentType);

    /** An object being written. It exists once {@link #complete} returned; closed before that, nothing is left of it. */
    abstract class Upload extends OutputStream {
        public abstract void complete() throws IOException;
    }

    /** Everything below a prefix, in key order. */
    Stream<Info> list(S3Uri prefix);

    /**
     * Copies an object of any size inside S3.
     *
     * @return false when the source is no longer the version of {@code eTag}
     */
    boolean copy(S3Uri from, String eTag, S3Uri to);

    /** Bytes of an object from {@code from} (inclusive) to {@code to} (exclusive), or to its end where that is before. */
    record Piece(S3Uri uri, long from, long to) {
        public static Piece whole(S3Uri uri) {
            return new Piece(uri, 0, Long.MAX_VALUE);
        }
    }

    /** Makes one object of several, in order, copying inside S3 wherever the pieces are large enough for it. */
    void concatenate(List<Piece> pieces, S3Uri to, String contentType) throws IOException;

    void delete(S3Uri uri);

    /** An address under which anybody can fetch an object for so long, without credentials, as a file of its name. */
    URI link(S3Uri uri, Duration valid);
}
