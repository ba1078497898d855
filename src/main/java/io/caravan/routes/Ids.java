package io.caravan.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** An id is given once in the whole flow. */
final class Ids implements Rule {
    /** What has no id of Camel's, but options of that name. */
    private static final Set<String> OTHERS = Set.of("parameters", "properties");

    @Override
    public List<Finding> findings(RouteFile file, Flow flow) {
        List<RouteFile.Place> ids = ids(file);
        var findings = new ArrayList<Finding>();
        for (RouteFile.Place id : ids) {
            for (RouteFile other : flow.files()) {
                for (RouteFile.Place taken : ids(other)) {
                    boolean itself = other.equals(file) && taken.pointer().equals(id.pointer());
                    if (!itself && taken.node().asText().equals(id.node().asText())) {
                        findings.add(Finding.wrong(
                                file,
                                id.pointer(),
                                "the id '" + id.node().asText() + "' is taken by line " + other.line(taken.pointer())
                                        + " of " + other.name()
                                        + "; a file that replaces a shipped one has its name"));
                    }
                }
            }
        }
        return findings;
    }

    private static List<RouteFile.Place> ids(RouteFile file) {
        return file.places().stream()
                .filter(place -> place.key().equals("id") && !OTHERS.contains(parent(place.pointer())))
                .filter(place -> Objects.nonNull(place.node().textValue()))
                .toList();
    }

    private static String parent(String pointer) {
        String above = pointer.substring(0, pointer.lastIndexOf('/'));
        return above.substring(above.lastIndexOf('/') + 1);
    }
}
