package io.caravan.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;

/** Endpoints are of a component that is here, and have no option that it has not; the runtime takes some in silence. */
final class Endpoints implements Rule {
    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private final Known known;

    Endpoints(Known known) {
        this.known = known;
    }

    @Override
    public List<Finding> findings(RouteFile file, Flow flow) {
        var findings = new ArrayList<Finding>();
        for (RouteFile.Place place : file.places()) {
            String uri = place.node().path("uri").asText();
            int colon = uri.indexOf(':');
            // Patterns of an intercept are no endpoints.
            if (colon < 1 || place.key().startsWith("intercept") || uri.startsWith("{{") || uri.contains("${")) {
                continue;
            }
            String scheme = uri.substring(0, colon);
            if (!known.component(scheme)) {
                findings.add(Finding.wrong(
                        file,
                        place.pointer() + "/uri",
                        "'" + scheme + "' is no component that is on the class path"
                                + (catalog.findComponentNames().contains(scheme)
                                        ? "; Camel has it: add the jar of camel-" + scheme
                                                + " and what it needs to the image's lib folder"
                                        : "")));
                continue;
            }
            findings.addAll(wrongOptions(file, place, uri));
        }
        return findings;
    }

    private List<Finding> wrongOptions(RouteFile file, RouteFile.Place place, String uri) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri(uri, place.node()));
        if (result.isSuccess()) {
            return List.of();
        }
        if (result.getUnknown() == null) {
            String reason = result.summaryErrorMessage(false).strip().replaceAll("\\s+", " ");
            return List.of(Finding.wrong(file, place.pointer() + "/uri", reason));
        }
        return result.getUnknown().stream()
                .map(option -> Finding.wrong(
                        file,
                        place.node().path("parameters").has(option)
                                ? place.pointer() + "/parameters/" + RouteFile.escaped(option)
                                : place.pointer() + "/uri",
                        uri + " has no option '" + option + "'" + Nearest.didYouMean(option, options(uri))))
                .toList();
    }

    private Set<String> options(String uri) {
        return catalog.componentModel(uri.substring(0, uri.indexOf(':'))).getEndpointOptions().stream()
                .map(BaseOptionModel::getName)
                .collect(Collectors.toSet());
    }

    private static String uri(String uri, JsonNode step) {
        var options = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> option : step.path("parameters").properties()) {
            options.add(option.getKey() + "=" + option.getValue().asText());
        }
        if (options.isEmpty()) {
            return uri;
        }
        return uri + (uri.contains("?") ? "&" : "?") + String.join("&", options);
    }
}
