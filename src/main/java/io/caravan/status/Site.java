package io.caravan.status;

import io.caravan.model.Absent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/** The files of the page: ours, and those of the libraries on the class path. Thread-safe. */
public final class Site {
    private static final Pattern OURS = Pattern.compile("[a-z][a-z0-9-]*\\.(?:html|js|css|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");
    /** The names that ours know them by, and where they stand in their WebJar. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lit-html.js", "lit-html/lit-html.js",
            "uplot.js", "uplot/dist/uPlot.esm.js",
            "uplot.css", "uplot/dist/uPlot.min.css");

    /** A file of ours. */
    public byte[] ours(String name) {
        return Optional.of(name)
                .filter(file -> OURS.matcher(file).matches())
                .flatMap(file -> bytes("web/" + file))
                .orElseThrow(() -> new Absent("there is no file '" + name + "'"));
    }

    /** A library's file. */
    public byte[] library(String name) {
        return Optional.ofNullable(LIBRARIES.get(name))
                .flatMap(path -> bytes(place(path)))
                .orElseThrow(() -> new Absent("there is no library '" + name + "'"));
    }

    /** What a browser is told of a file. */
    public String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    /** With the version, which the WebJar's own notes tell. */
    private static String place(String path) {
        String library = path.substring(0, path.indexOf('/'));
        var notes = new Properties();
        try (InputStream in = Site.class
                .getClassLoader()
                .getResourceAsStream("META-INF/maven/org.webjars.npm/" + library + "/pom.properties")) {
            notes.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "META-INF/resources/webjars/" + library + "/" + notes.getProperty("version")
                + path.substring(library.length());
    }

    private static Optional<byte[]> bytes(String resource) {
        try (InputStream in = Site.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
