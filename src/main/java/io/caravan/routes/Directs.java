package io.caravan.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A {@code direct:} endpoint has a route behind it and is called: what is missing shows at the first message only. */
final class Directs implements Rule {
    @Override
    public List<Finding> findings(RouteFile file, Flow flow) {
        var consumed = new HashSet<String>();
        var called = new HashSet<String>();
        flow.files().forEach(other -> collect(other, consumed, called));
        var findings = new ArrayList<Finding>();
        for (RouteFile.Place place : file.places()) {
            String uri = place.node().path("uri").asText();
            if (uri.startsWith("direct:") && !dynamic(uri)) {
                boolean from = place.key().equals("from");
                if (!from && !consumed.contains(uri)) {
                    findings.add(Finding.wrong(file, place.pointer() + "/uri", uri + " has no consumer"));
                }
                if (from && !called.contains(uri)) {
                    findings.add(Finding.advice(file, place.pointer() + "/uri", uri + " is never called"));
                }
            }
        }
        return findings;
    }

    private static void collect(RouteFile file, Set<String> consumed, Set<String> called) {
        for (RouteFile.Place place : file.places()) {
            String uri = place.node().path("uri").asText();
            if (uri.startsWith("direct:")) {
                (place.key().equals("from") ? consumed : called).add(uri);
            }
        }
    }

    private static boolean dynamic(String uri) {
        return uri.contains("${") || uri.contains("{{");
    }
}
