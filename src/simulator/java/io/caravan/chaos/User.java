package io.caravan.chaos;

import io.caravan.chaos.check.Bucket;
import io.caravan.chaos.check.Drop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Somebody who cancels runs under way and has the failed rows of finished ones sent again, by {@code POST} and by dropping
 * a file. Used by one thread.
 */
final class User implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Client client;
    private final Fleet fleet;
    private final int most;
    private final SplittableRandom chance;
    private final Counts counts;
    private final Set<String> cancelled = new TreeSet<>();

    /** {@code most}: runs to cancel. */
    User(Client client, Fleet fleet, int most, SplittableRandom chance, Counts counts) {
        this.client = client;
        this.fleet = fleet;
        this.most = most;
        this.chance = chance;
        this.counts = counts;
    }

    /** The ids of the runs that were to be cancelled, whether anybody heard of it or not. */
    Set<String> cancelled() {
        return cancelled;
    }

    /** Cancels one of the runs that are under way, if there is one. */
    void cancel(List<Drop> drops) {
        List<String> moving = runs(drops, false);
        moving.removeAll(cancelled);
        if (cancelled.size() < most && !moving.isEmpty()) {
            String run = moving.get(chance.nextInt(moving.size()));
            cancelled.add(run);
            ask(run, "cancel");
        }
    }

    /** Has the failed rows of one of the runs that are over sent again, if there is one. */
    void retry(List<Drop> drops) {
        List<String> over = runs(drops, true);
        if (!over.isEmpty()) {
            ask(over.get(chance.nextInt(over.size())), "retry");
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private void ask(String run, String word) {
        if (chance.nextBoolean()) {
            client.put("runs/" + run + "/" + word, "");
            counts.add("× " + word + " dropped");
        } else {
            fleet.any().ifPresent(replica -> counts.add("× " + word + " posted, " + post(replica.server(), run, word)));
        }
    }

    private String post(URI server, String run, String word) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/runs/" + run + "/" + word))
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(PATIENCE)
                .build();
        try {
            return Integer.toString(
                    http.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return "no answer"; // it was killed, or its calls are disturbed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** The runs that have a status, with a summary or without. */
    private List<String> runs(List<Drop> drops, boolean over) {
        Bucket bucket = client.bucket();
        var runs = new ArrayList<String>();
        try {
            for (Drop drop : drops) {
                List<String> keys = bucket.keys("runs/" + drop.name() + "-");
                boolean summarised = keys.stream().anyMatch(key -> key.endsWith("/summary.json"));
                keys.stream()
                        .filter(key -> key.endsWith("/status.json") && summarised == over)
                        .map(key -> key.split("/", 3)[1])
                        .forEach(runs::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return runs;
    }
}
