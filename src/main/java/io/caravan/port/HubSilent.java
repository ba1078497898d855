package io.caravan.port;

/** The Hub cannot answer now: nothing is said of the data set, and it is to be asked again later. */
public final class HubSilent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HubSilent(String message) {
        super(message);
    }

    public HubSilent(String message, Throwable cause) {
        super(message, cause);
    }
}
