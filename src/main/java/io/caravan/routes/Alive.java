package io.caravan.routes;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down for good once something is broken that only another process mends, however well the routes run. */
public final class Alive extends AbstractHealthCheck {
    private final Supplier<Optional<String>> broken;

    /** {@code broken} tells what it is, in words. */
    public Alive(Supplier<Optional<String>> broken) {
        super("caravan", "alive");
        this.broken = broken;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> reason = broken.get();
        if (reason.isPresent()) {
            result.message(reason.get()).down();
        } else {
            result.up();
        }
    }
}
