package io.caravan.routes;

import java.util.List;

/** One thing that is looked for in a file of routes. */
interface Rule {
    List<Finding> findings(RouteFile file, Flow flow);
}
