package io.caravan.plan;

import io.caravan.model.BrokenData;
import io.caravan.model.Refused;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Source;
import io.caravan.port.Hub;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the data sets of the Hub into the runs' folders. A data set may take hours, so runs take turns; files that are
 * there stay there, whoever fetched them. Thread-safe.
 */
public final class Fetcher {
    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
    /** Well within a lease; users see how far it is as often. */
    private static final Duration BEAT = Duration.ofSeconds(3);

    private static final Duration OVER = Duration.ofSeconds(-1);

    private final Inventory inventory;
    private final ObjectStore store;
    private final Hub hub;
    private final String bucket;
    private final Turns turns;
    private final InstantSource clock;

    /**
     * How replicas share the work.
     *
     * @param replica a name that no other replica has
     * @param lease after so long without a word of it, another replica goes on
     * @param length no file is begun after so much of a turn
     */
    public record Turns(String replica, Duration lease, Duration length) {}

    public Fetcher(Inventory inventory, ObjectStore store, Hub hub, String bucket, Turns turns, InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.hub = hub;
        this.bucket = bucket;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * Fetches, for one turn, what a run still lacks of its data set. Nothing is to be done for a run whose data set is on
     * S3, or that another replica is at.
     *
     * @return the run, when it needs another turn
     */
    public List<RunId> fetch(String runId) throws IOException {
        Run run = inventory
                .run(new RunId(runId))
                .orElseThrow(() -> new IllegalArgumentException("there is no run " + runId));
        boolean waits = run.state() instanceof RunState.Accepted || run.state() instanceof RunState.Fetching;
        if (!waits || !(run.manifest().source() instanceof Source.Hub source) || !hold(run, turns.lease())) {
            return List.of();
        }
        try {
            return turn(run, source) ? List.of(run.id()) : List.of();
        } catch (Refused | BrokenData e) {
            LOG.info("run {}: its data set cannot be fetched: {}", run.id(), e.getMessage());
            inventory
                    .run(run.id())
                    .filter(now -> !now.state().over())
                    .ifPresent(now ->
                            inventory.move(now, new RunState.Failed(String.valueOf(e.getMessage()), clock.instant())));
            return List.of();
        } finally {
            hold(run, OVER);
        }
    }

    /** Whether another turn is needed. */
    private boolean turn(Run run, Source.Hub source) throws IOException {
        var folder = new FetchFolder(store, new RunFolder(bucket, run.id()));
        if (folder.whole()) {
            return false;
        }
        List<Hub.File> files = folder.list(() -> hub.find(wish(source)));
        var fetch = new Fetch(folder, hub, files, clock, clock.instant().plus(turns.length()));
        var watch = new Watch(run, fetch);
        if (!watch.goOn()) {
            return false; // somebody moved it on: it was cancelled
        }
        return switch (fetch.run(BEAT, watch::goOn)) {
            case WHOLE -> {
                folder.complete(files);
                LOG.info("run {}: {} files fetched from {}", run.id(), files.size(), source);
                yield false;
            }
            case MORE -> watch.goOn();
            case STOPPED -> false;
        };
    }

    private static Hub.Wish wish(Source.Hub source) {
        return Hub.Wish.of(source.dataset())
                .config(source.config())
                .split(source.split())
                .revision(source.revision());
    }

    private boolean hold(Run run, Duration length) {
        return inventory.lease("fetch " + run.id(), turns.replica(), clock.instant(), length);
    }

    /** Says how far it is, which also keeps the run from being overdue, and learns whether to go on. */
    private final class Watch {
        private final Fetch fetch;
        private Run run;

        Watch(Run run, Fetch fetch) {
            this.run = run;
            this.fetch = fetch;
        }

        boolean goOn() {
            boolean ours = hold(run, turns.lease());
            var moved = ours ? inventory.move(run, fetch.state()) : Optional.<Run>empty();
            moved.ifPresent(next -> run = next);
            return moved.isPresent();
        }
    }
}
