package io.caravan.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every {@code {{key}}} has a value. */
final class Placeholders implements Rule {
    /** Without those that bring a default, are optional, or are a function: {@code {{env:HOME}}}. */
    private static final Pattern KEY = Pattern.compile("\\{\\{([^{}:?!]+)}}");

    private final Known known;

    Placeholders(Known known) {
        this.known = known;
    }

    @Override
    public List<Finding> findings(RouteFile file, Flow flow) {
        var findings = new ArrayList<Finding>();
        for (RouteFile.Place place : file.places()) {
            Matcher key = KEY.matcher(place.node().isTextual() ? place.node().asText() : "");
            while (key.find()) {
                if (!known.property().test(key.group(1))) {
                    findings.add(Finding.wrong(
                            file,
                            place.pointer(),
                            "{{" + key.group(1) + "}} has no value; set it in application.properties or the"
                                    + " environment, or give a default: {{" + key.group(1) + ":default}}"));
                }
            }
        }
        return findings;
    }
}
