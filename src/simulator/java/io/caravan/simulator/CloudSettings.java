package io.caravan.simulator;

import io.caravan.simulator.bedrock.Simulation;
import java.nio.file.Path;

/**
 * Where and how the stand-ins run.
 *
 * @param data folder of all state, created when missing; a cloud started on it again goes on where it was, but for the
 *     queues, which forget their messages
 * @param port 0 for free ports; otherwise S3, SQS, DynamoDB, Bedrock and SNS listen on this one and the next four
 * @param inMemoryDynamo faster tables that do not survive; for tests
 */
public record CloudSettings(Path data, int port, boolean inMemoryDynamo, Deployment deployment, Simulation simulation) {

    public CloudSettings {
        if (port < 0 || port > 65_531) {
            throw new IllegalArgumentException(
                    "The port must be 0 (free ports) or leave room for five below 65536, not " + port);
        }
    }

    /** A cloud on free ports with everything at its default. */
    public static CloudSettings in(Path data) {
        return new CloudSettings(data, 0, false, Deployment.EMPTY, Simulation.DEFAULT);
    }

    /** @param place 0 for S3, 1 SQS, 2 DynamoDB, 3 Bedrock, 4 SNS */
    int portOf(int place) {
        return port == 0 ? 0 : port + place;
    }

    public CloudSettings withPort(int port) {
        return new CloudSettings(data, port, inMemoryDynamo, deployment, simulation);
    }

    public CloudSettings withInMemoryDynamo() {
        return new CloudSettings(data, port, true, deployment, simulation);
    }

    public CloudSettings with(Deployment deployment) {
        return new CloudSettings(data, port, inMemoryDynamo, deployment, simulation);
    }

    public CloudSettings with(Simulation simulation) {
        return new CloudSettings(data, port, inMemoryDynamo, deployment, simulation);
    }
}
