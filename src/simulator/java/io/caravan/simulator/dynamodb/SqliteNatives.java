package io.caravan.simulator.dynamodb;

import com.almworks.sqlite4java.SQLite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The SQLite library that DynamoDB Local needs. Its jar holds one for Linux, macOS and Windows on Intel and ARM, but the
 * loader wants a plain file, so the right one is copied beside the data. Nothing has to be installed.
 */
final class SqliteNatives {

    private static final String IN_JAR = "/software/amazon/dynamodb/services/local/shared/access/sqlite/native/";

    private SqliteNatives() {}

    /** Copies the library for this machine into {@code folder} and tells SQLite to load it from there. */
    static void install(Path folder) throws IOException {
        String library = System.mapLibraryName("sqlite4java");
        String source = IN_JAR + system() + "/" + architecture() + "/" + library;
        try (InputStream in = SQLite.class.getResourceAsStream(source)) {
            if (in == null) {
                throw new IOException("DynamoDB Local has no SQLite library for " + system() + " on " + architecture()
                        + " (looked for " + source + " in its jar). Run on Linux, macOS or Windows, x86_64 or aarch64");
            }
            Files.createDirectories(folder);
            // Another JVM may have the old copy mapped: replace the file, never write into it.
            Path fresh = Files.createTempFile(folder, "sqlite", ".tmp");
            Files.write(fresh, in.readAllBytes());
            Files.move(
                    fresh,
                    folder.resolve(library),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
        // One library serves the whole JVM: the first cloud's, or one that the user names by this property.
        if (System.getProperty("sqlite4java.library.path") == null) {
            SQLite.setLibraryPath(folder.toString());
        }
    }

    private static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return "Mac";
        }
        return name.startsWith("windows") ? "Windows" : "Linux";
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> "x86";
        };
    }
}
