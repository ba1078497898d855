package io.caravan.local;

import io.caravan.simulator.hub.HubSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stand-in of the Hugging Face Hub where one is wanted. */
public final class LocalHub implements AutoCloseable {
    private final @Nullable HubSimulator server;

    private LocalHub(@Nullable HubSimulator server) {
        this.server = server;
    }

    /** Serves a folder of data sets; nothing when there is none. */
    static LocalHub start(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return new LocalHub(null);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("--hub: there is no folder " + folder);
        }
        return of(HubSimulator.start(folder));
    }

    static LocalHub of(HubSimulator server) {
        return new LocalHub(server);
    }

    /** What points a service to it. */
    public Map<String, String> settings() {
        return server == null
                ? Map.of()
                : Map.of(
                        "caravan.hub.endpoint", server.endpoint().toString(),
                        "caravan.hub.viewer", server.viewer().toString(),
                        "caravan.hub.hosts", server.endpoint().getHost());
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
