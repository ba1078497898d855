package io.caravan.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Optional;

/** What a stage does for one message, until it is ended. Thread-safe. */
public final class Step {
    private final Span span;

    Step(Span span) {
        this.span = span;
    }

    /** Is over now, with a failure or well. */
    public void end(Optional<Throwable> failure) {
        failure.ifPresent(reason -> {
            span.recordException(reason);
            span.setStatus(StatusCode.ERROR, String.valueOf(reason.getMessage()));
        });
        span.end();
    }
}
