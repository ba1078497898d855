package io.caravan.chaos;

import io.caravan.chaos.check.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The replicas, each replaced when it ends. Used by one thread, but for {@link #close}. */
final class Fleet implements AutoCloseable {
    /** What a container gets to drain, and a little more for a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(50);

    private final List<Replica> replicas = new ArrayList<>();
    private final int size;
    private final Starter starter;
    private final SplittableRandom chance;
    private int started;

    /** Starts the replica of a number. */
    @FunctionalInterface
    interface Starter {
        Replica start(int number) throws IOException;
    }

    Fleet(int size, Starter starter, SplittableRandom chance) {
        this.size = size;
        this.starter = starter;
        this.chance = chance;
    }

    /** Replaces what has ended. */
    synchronized void keep() throws IOException {
        for (Replica replica : List.copyOf(replicas)) {
            if (!replica.alive()) {
                replica.close();
                replicas.remove(replica);
            }
        }
        while (replicas.size() < size) {
            replicas.add(starter.start(++started));
        }
    }

    /** Replicas at work. */
    synchronized int ready() {
        return (int) replicas.stream().filter(Replica::ready).count();
    }

    /** One of those at work. */
    synchronized Optional<Replica> any() {
        List<Replica> ready = replicas.stream().filter(Replica::ready).toList();
        return ready.isEmpty() ? Optional.empty() : Optional.of(ready.get(chance.nextInt(ready.size())));
    }

    int started() {
        return started;
    }

    /** Lets all of them drain and end. */
    synchronized List<Violation> stop() throws IOException, InterruptedException {
        var found = new ArrayList<Violation>();
        replicas.forEach(Replica::terminate);
        for (Replica replica : replicas) {
            if (!replica.ended(GRACE)) {
                found.add(new Violation(
                        "SIGTERM drains a replica", replica.name(), "still runs after " + GRACE.toSeconds() + " s"));
            }
        }
        close();
        return found;
    }

    @Override
    public synchronized void close() throws IOException {
        for (Replica replica : replicas) {
            replica.close();
        }
        replicas.clear();
    }
}
