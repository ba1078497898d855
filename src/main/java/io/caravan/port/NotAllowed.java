package io.caravan.port;

import io.caravan.model.S3Uri;

/** The store does not let us read an object: its key, or that it is there, may be right. */
public final class NotAllowed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAllowed(S3Uri uri, Throwable cause) {
        super("access to " + uri + " is denied (403); allow the service's role to read it", cause);
    }
}
