package io.caravan.model;

/** There is no such thing as somebody named; the message says what there is not. */
public final class Absent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Absent(String message) {
        super(message);
    }
}
