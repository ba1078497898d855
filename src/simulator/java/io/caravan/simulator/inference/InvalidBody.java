package io.caravan.simulator.inference;

/** A request body that the model refuses; the message is the model's. */
final class InvalidBody extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidBody(String message) {
        super(message, null, false, false);
    }
}
