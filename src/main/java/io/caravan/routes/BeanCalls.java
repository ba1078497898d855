package io.caravan.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.model.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Beans are there, and have the methods that are called, with as many arguments. */
final class BeanCalls implements Rule {
    private static final Set<String> CALLS = Set.of("method", "bean");

    private final Known known;

    BeanCalls(Known known) {
        this.known = known;
    }

    @Override
    public List<Finding> findings(RouteFile file, Flow flow) {
        Set<String> own = own(flow);
        var findings = new ArrayList<Finding>();
        for (RouteFile.Place place : file.places()) {
            String bean = place.node().path("ref").asText();
            if (!CALLS.contains(place.key()) || bean.isEmpty() || bean.contains("{{") || own.contains(bean)) {
                continue;
            }
            Optional<Class<?>> type = known.bean().apply(bean);
            if (type.isEmpty()) {
                findings.add(Finding.wrong(file, place.pointer() + "/ref", "there is no bean '" + bean + "'"));
            } else {
                call(file, place, bean, type.get()).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> call(RouteFile file, RouteFile.Place place, String bean, Class<?> type) {
        String call = place.node().path("method").asText();
        int open = call.indexOf('(');
        String name = open < 0 ? call : call.substring(0, open);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var methods = new TreeSet<String>();
        Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .forEach(method -> methods.add(method.getName()));
        if (!methods.contains(name)) {
            return Optional.of(Finding.wrong(
                    file,
                    place.pointer() + "/method",
                    "bean '" + bean + "' has no method '" + name + "'" + Nearest.didYouMean(name, methods)));
        }
        int arguments = arguments(call);
        boolean fits = arguments < 0
                || Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals(name) && method.getParameterCount() == arguments);
        return fits
                ? Optional.empty()
                : Optional.of(Finding.wrong(
                        file,
                        place.pointer() + "/method",
                        "bean '" + bean + "' has no method '" + name + "' that takes " + arguments + " arguments"));
    }

    /** How many there are; -1 where Camel finds them itself, or where a comma may be part of one. */
    private static int arguments(String call) {
        int open = call.indexOf('(');
        if (open < 0 || call.indexOf('\'') >= 0 || call.indexOf('"') >= 0) {
            return -1;
        }
        String arguments = call.substring(open + 1, Math.max(open + 1, call.length() - 1));
        return arguments.isBlank() ? 0 : arguments.split(",", -1).length;
    }

    /** Beans that the files define themselves. */
    private static Set<String> own(Flow flow) {
        var names = new HashSet<String>();
        for (RouteFile file : flow.files()) {
            for (RouteFile.Place place : file.places()) {
                if (place.key().equals("beans")) {
                    for (JsonNode bean : place.node()) {
                        names.add(bean.path("name").asText());
                    }
                }
            }
        }
        return names;
    }
}
