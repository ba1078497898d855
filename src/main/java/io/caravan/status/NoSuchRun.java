package io.caravan.status;

/** Asked for a run that there is not. */
public final class NoSuchRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchRun(String id) {
        super("there is no run '" + id + "'");
    }
}
