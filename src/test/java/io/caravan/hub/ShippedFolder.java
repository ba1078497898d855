package io.caravan.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data sets of a stand-in of the Hub, as folders. */
record ShippedFolder(Path root) {

    /** A file of a data set's newest revision. */
    ShippedFolder with(String dataset, String path, String text) {
        return branch(dataset, "main/" + path, text);
    }

    /** A file that the Hub made of it. */
    ShippedFolder converted(String dataset, String path, String text) {
        return branch(dataset, "convert/" + path, text);
    }

    /** How the data set is set up, and what the viewer says of it. */
    ShippedFolder settings(String dataset, String json) {
        return branch(dataset, "hub.json", json);
    }

    ShippedFolder branch(String dataset, String path, String text) {
        try {
            Path file = root.resolve(dataset).resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
