package io.caravan.model;

/** A data set that cannot be read, named by file and line (or row): nothing of it was sent. */
public final class BrokenData extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenData(String message) {
        super(message);
    }

    public BrokenData(String message, Throwable cause) {
        super(message, cause);
    }
}
