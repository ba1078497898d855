package io.caravan.routes;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down unless all routes run that the files speak of. Camel's own checks ask the routes that there are, and are content
 * with none.
 */
public final class RoutesRun extends AbstractHealthCheck {
    private final Collection<String> expected;

    public RoutesRun(Collection<String> expected) {
        super("caravan", "routes-run");
        this.expected = List.copyOf(expected);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        List<String> missing = expected.stream()
                .filter(id -> getCamelContext().getRoute(id) == null
                        || !getCamelContext()
                                .getRouteController()
                                .getRouteStatus(id)
                                .isStarted())
                .toList();
        if (missing.isEmpty()) {
            result.up();
        } else {
            result.message("these routes do not run: " + String.join(", ", missing))
                    .down();
        }
    }
}
