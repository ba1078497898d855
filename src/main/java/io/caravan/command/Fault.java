package io.caravan.command;

/** Why a command ends early, in words for the user, and its exit code. */
class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    Fault(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
