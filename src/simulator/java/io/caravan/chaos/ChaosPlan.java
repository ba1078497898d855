package io.caravan.chaos;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How much chaos.
 *
 * @param seed of all that is left to chance here; what the replicas do at the same time is not in its hand
 * @param fire how long things go wrong
 * @param rest how long the service may take afterwards to come to rest
 * @param replicas at the same time; killed ones are replaced
 * @param runs manifests dropped
 * @param quota jobs that the service may have active at once
 * @param data folder of the cloud's state and the replicas' logs
 */
public record ChaosPlan(long seed, Duration fire, Duration rest, int replicas, int runs, int quota, Path data) {
    public ChaosPlan {
        if (replicas < 1 || runs < 1 || quota < 1) {
            throw new IllegalArgumentException(
                    "replicas, runs and quota must be 1 or more, not " + replicas + ", " + runs + " and " + quota);
        }
    }
}
