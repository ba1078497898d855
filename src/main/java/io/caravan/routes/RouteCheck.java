package io.caravan.routes;

import java.util.List;

/** Looks at the routes of a folder before they are started. The shipped ones were looked at when they were built. */
public final class RouteCheck {
    private final Known known;

    public RouteCheck(Known known) {
        this.known = known;
    }

    /** All that was found, what is wrong first. */
    public List<Finding> findings(Flow flow) {
        if (flow.own().isEmpty()) {
            return List.of();
        }
        var rules = List.of(
                new Schema(),
                new Form(),
                new Ids(),
                new Variables(),
                new Directs(),
                new Endpoints(known),
                new BeanCalls(known),
                new Placeholders(known));
        return flow.own().stream()
                .flatMap(file -> rules.stream().flatMap(rule -> rule.findings(file, flow).stream()))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Lets a flow pass that may be started.
     *
     * @throws WrongRoutes with all that stops it
     */
    public void demand(Flow flow) {
        List<Finding> wrong = findings(flow).stream()
                .filter(finding -> finding.weight() == Finding.Weight.WRONG)
                .toList();
        if (!wrong.isEmpty()) {
            throw new WrongRoutes(wrong);
        }
    }
}
