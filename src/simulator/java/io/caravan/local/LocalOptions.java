package io.caravan.local;

import io.caravan.simulator.CloudSettings;
import io.caravan.simulator.bedrock.Limits;
import io.caravan.simulator.bedrock.Simulation;
import java.nio.file.Path;
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

    /** {@code port} is the first of the five ports of the stand-ins; 0 for free ones. */
    CloudSettings cloud(int port) {
        return CloudSettings.in(data)
                .withPort(port)
                .with(Blueprint.deployment())
                .with(Simulation.DEFAULT.with(Limits.DEFAULT.withActiveJobs(quota)));
    }
}
