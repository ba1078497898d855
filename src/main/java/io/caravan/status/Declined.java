package io.caravan.status;

/** A request that gets no answer but the reason, with an HTTP status. What is not there at all is {@link io.caravan.model.Absent}. */
public final class Declined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Declined(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The request cannot be understood. */
    static Declined wrong(String message) {
        return new Declined(400, message);
    }

    /** There is such a thing, but not for this. */
    static Declined unfit(String message) {
        return new Declined(409, message);
    }

    int status() {
        return status;
    }
}
