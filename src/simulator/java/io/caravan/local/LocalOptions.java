package io.caravan.local;

import io.caravan.simulator.CloudSettings;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that the embedded cloud has, alone or with the service. */
final class LocalOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".caravan",
            description =
                    "Folder of all state; a later start on it goes on where this one was (default: ${DEFAULT-VALUE}).")
    Path data = Path.of(".caravan");

    @Option(
            names = "--quota",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Concurrent jobs for each model, at Bedrock's simulator and as Caravan's limit (default: ${DEFAULT-VALUE}).")
    int quota = 100;

    @Option(
            names = "--hub",
            paramLabel = "DIR",
            description =
                    "Serves the data sets in this folder as the Hugging Face Hub (default: the real one is asked).")
    @Nullable
    Path hub;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Routes of yours: a file of a shipped one's name replaces it, others are added. They are read"
                    + " again whenever they change (default: config/routes, read once).")
    @Nullable
    Path routes;

    /** What makes a service read the routes of {@link #routes} again when they change. */
    Map<String, String> reloading() {
        if (routes == null) {
            return Map.of();
        }
        return Map.of(
                "caravan.routes", routes.toString(),
                "camel.main.routes-reload-enabled", "true",
                "camel.main.routes-reload-directory", routes.toString(),
                "camel.main.routes-reload-pattern", "*.camel.yaml",
                // Or one broken file would stop all routes, and mending it would not bring them back.
                "camel.main.routes-reload-remove-all-routes", "false");
    }

    /** {@code port} is the first of the five ports of the stand-ins; 0 for free ones. */
    CloudSettings cloud(int port) {
        return CloudSettings.in(data)
                .withPort(port)
                .with(Blueprint.deployment())
                .with(Simulation.DEFAULT.with(Limits.DEFAULT.withActiveJobs(quota)));
    }
}
