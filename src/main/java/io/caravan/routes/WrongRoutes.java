package io.caravan.routes;

import java.util.List;
import java.util.stream.Collectors;

/** Routes that must not be started: all that is wrong with them, each with file, line and reason. */
public final class WrongRoutes extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    WrongRoutes(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = findings;
    }

    public List<Finding> findings() {
        return findings;
    }
}
