package io.caravan.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of routes that make the service: those of the jar, and those of a folder, which replace the ones of their name
 * and add the others.
 *
 * @param files all that are started
 * @param own those of the folder among them
 */
public record Flow(List<RouteFile> files, List<RouteFile> own) {
    public static final String ENDING = ".camel.yaml";

    /**
     * Reads a flow.
     *
     * @param shipped text by name of file
     * @param folder need not be there
     * @throws WrongRoutes when a file is not YAML
     */
    public static Flow of(Map<String, String> shipped, Path folder) {
        var files = new LinkedHashMap<String, RouteFile>();
        shipped.forEach((name, text) -> files.put(name, RouteFile.of(name, "classpath:routes/" + name, text)));
        var own = new ArrayList<RouteFile>();
        var unreadable = new ArrayList<Finding>();
        for (Path path : in(folder)) {
            try {
                String name = String.valueOf(path.getFileName());
                RouteFile file = RouteFile.of(path.toString(), "file:" + path.toAbsolutePath(), Files.readString(path));
                own.add(file);
                files.put(name, file);
            } catch (WrongRoutes e) {
                unreadable.addAll(e.findings());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (!unreadable.isEmpty()) {
            throw new WrongRoutes(unreadable);
        }
        return new Flow(List.copyOf(files.values()), own);
    }

    /** For {@code camel.main.routes-include-pattern}. */
    public String pattern() {
        return files.stream().map(RouteFile::location).collect(Collectors.joining(","));
    }

    /** The ids of the routes that run as soon as the service does: all but those that a condition may leave out. */
    public Collection<String> expected() {
        return files.stream()
                .flatMap(file -> file.routes().stream())
                .filter(route ->
                        !route.node().has("autoStartup") && !route.node().has("precondition"))
                .map(route -> route.node().path("id").asText())
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /** What Camel says of a route, with its file and line. */
    public Optional<WrongRoutes> wrong(String routeId, String reason) {
        for (RouteFile file : files) {
            for (RouteFile.Place route : file.routes()) {
                if (route.node().path("id").asText().equals(routeId)) {
                    return Optional.of(new WrongRoutes(List.of(Finding.wrong(file, route.pointer(), reason))));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
