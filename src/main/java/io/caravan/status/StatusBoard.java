package io.caravan.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.Job;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.Slots;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be seen of the runs. Thread-safe. */
public final class StatusBoard {
    private static final int NEWEST = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Inventory inventory;
    private final ObjectStore store;
    private final String bucket;
    private final InstantSource clock;

    public StatusBoard(Inventory inventory, ObjectStore store, String bucket, InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.bucket = bucket;
        this.clock = clock;
    }

    /** The newest runs, without the details of their jobs. */
    public List<RunView> runs() {
        Map<Pool, Slots> slots = slotsByPool();
        return inventory.runs(NEWEST).stream()
                .map(run ->
                        RunView.of(run, List.of(), Optional.ofNullable(slots.get(run.pool())), clock.instant(), bucket))
                .toList();
    }

    /** One run with its jobs at Bedrock, and what its canary brought. */
    public RunView run(String id) {
        Run run = idOf(id).flatMap(inventory::run).orElseThrow(() -> new NoSuchRun(id));
        return run.manifest().canary().isEmpty() ? view(run) : view(run).with(canary(run.id()));
    }

    private Optional<JsonNode> canary(RunId run) {
        Optional<ObjectStore.Info> report = store.head(new RunFolder(bucket, run).canary());
        if (report.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in =
                store.read(report.get().uri(), 0, report.get().size())) {
            return Optional.of(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of a run that there is. */
    public String known(String id) {
        return idOf(id).flatMap(inventory::run).orElseThrow(() -> new NoSuchRun(id)).id().value();
    }

    private static Optional<RunId> idOf(String text) {
        return RunId.fits(text) ? Optional.of(new RunId(text)) : Optional.empty();
    }

    /** The newest runs as rows with a header, for a table. */
    public List<List<Object>> table() {
        var rows = new ArrayList<List<Object>>();
        rows.add(List.of("run", "state", "accepted_at", "ended_at", "records", "ok", "failed", "skipped", "model_id"));
        for (RunView run : runs()) {
            rows.add(List.of(
                    run.id(),
                    run.state(),
                    run.acceptedAt(),
                    run.endedAt() == null ? "" : run.endedAt(),
                    run.records() == null ? "" : run.records(),
                    run.ok(),
                    run.failed(),
                    run.skipped(),
                    run.modelId()));
        }
        return rows;
    }

    /** The runs under way. */
    public List<RunView> moving() {
        return inventory.running().stream().map(this::view).toList();
    }

    /** The slots in use by account, Region and model. */
    public List<Slots> slots() {
        return inventory.slots();
    }

    /** Where a run's {@code status.json} stands in the bucket. */
    public String statusKey(RunView run) {
        return new RunFolder(bucket, new RunId(run.id())).status().key();
    }

    private RunView view(Run run) {
        List<Job> jobs = run.state().over() ? List.of() : inventory.jobs(run.id());
        return RunView.of(run, jobs, Optional.ofNullable(slotsByPool().get(run.pool())), clock.instant(), bucket);
    }

    private Map<Pool, Slots> slotsByPool() {
        return inventory.slots().stream().collect(Collectors.toMap(Slots::pool, Function.identity()));
    }
}
