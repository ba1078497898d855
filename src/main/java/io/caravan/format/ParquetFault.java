package io.caravan.format;

import io.caravan.model.BrokenData;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells a damaged file from a store that does not give its bytes, in what the Parquet reader throws. */
final class ParquetFault {
    private ParquetFault() {}

    /** The store failed, which is not the file's fault. */
    static final class Unread extends IOException {
        private static final long serialVersionUID = 1;

        Unread(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * What to throw of a damaged file.
     *
     * @param what begins the message: it names the file, and where in it the reader was
     * @throws Unread when it is not damaged
     */
    static BrokenData of(String what, Throwable thrown) throws Unread {
        String why = thrown.getMessage();
        @Nullable Throwable cause = thrown;
        while (cause != null) {
            if (cause instanceof Unread unread) {
                throw unread;
            }
            why = cause instanceof BrokenData ? cause.getMessage() : why;
            cause = cause.getCause();
        }
        return new BrokenData(what + ": " + why, thrown);
    }
}
