package io.caravan.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is read was set: a misspelt variable or header would be null, in silence. A step that is added to a route of another
 * file reads the variables of that.
 */
final class Variables implements Rule {
    private static final Pattern READ = Pattern.compile("\\$\\{(variable|header)\\.([A-Za-z0-9_-]+)(?![A-Za-z0-9_:-])");
    private static final Pattern IN_PATH = Pattern.compile("(?<!\\{)\\{(\\w+)}(?!})");
    /** Camel's own, which components set. */
    private static final String CAMEL = "header.Camel";
    /** What a request over HTTP may say; null where it does not. */
    private static final Set<String> OF_REQUESTS =
            Set.of("header.limit", "header.cursor", "header.state", "header.class", "header.If-None-Match");

    @Override
    public List<Finding> findings(RouteFile file, Flow flow) {
        var set = new HashSet<String>();
        flow.files().forEach(other -> set.addAll(set(other)));
        var findings = new ArrayList<Finding>();
        for (RouteFile.Place place : file.places()) {
            Matcher read = READ.matcher(place.node().isTextual() ? place.node().asText() : "");
            while (read.find()) {
                String name = read.group(1) + "." + read.group(2);
                if (name.startsWith(CAMEL) || OF_REQUESTS.contains(name) || set.contains(name)) {
                    continue;
                }
                // A header may come with the message; nothing but a step of the route sets a variable.
                String reason = "${" + name + "} is set nowhere: it would be null";
                findings.add(
                        name.startsWith("variable")
                                ? Finding.wrong(file, place.pointer(), reason)
                                : Finding.advice(file, place.pointer(), reason));
            }
        }
        return findings;
    }

    private static Set<String> set(RouteFile file) {
        var set = new HashSet<String>();
        for (RouteFile.Place place : file.places()) {
            switch (place.key()) {
                case "setVariable" ->
                    set.add("variable." + place.node().path("name").asText());
                case "setVariables" ->
                    place.node().findValuesAsText("name").forEach(name -> set.add("variable." + name));
                case "variableReceive" -> set.add("variable." + place.node().asText());
                case "setHeader" ->
                    set.add("header." + place.node().path("name").asText());
                case "setHeaders" -> place.node().findValuesAsText("name").forEach(name -> set.add("header." + name));
                case "uri" ->
                    IN_PATH.matcher(place.node().asText())
                            .results()
                            .forEach(path -> set.add("header." + path.group(1)));
                default -> {}
            }
        }
        return set;
    }
}
