package io.caravan.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.family.ModelCatalog;
import io.caravan.model.Absent;
import io.caravan.model.Job;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.Slots;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import io.caravan.port.Stage;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be seen of the runs. Thread-safe. */
public final class StatusBoard {
    private static final int NEWEST = 100;
    /** Runs whose costs are added up: each is read for it. */
    private static final int COUNTED = 1000;

    private static final int MOST = 500;
    /** Runs looked through for one page. */
    private static final int LOOK = 5000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Inventory inventory;
    private final ObjectStore store;
    private final ModelCatalog models;
    private final String bucket;
    private final InstantSource clock;

    public StatusBoard(
            Inventory inventory, ObjectStore store, ModelCatalog models, String bucket, InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.models = models;
        this.bucket = bucket;
        this.clock = clock;
    }

    /** The newest runs, without the details of their jobs. */
    public List<RunView> runs() {
        return views(inventory.runs(NEWEST));
    }

    /**
     * Some runs, the newest first, without the details of their jobs.
     *
     * @param state only runs in it, where one is given
     * @param cursor the run behind which they come
     */
    public Page<RunView> page(@Nullable String limit, @Nullable String cursor, @Nullable String state) {
        int wanted = Asked.limit(limit, NEWEST, MOST);
        Optional<Run> later = Optional.ofNullable(cursor).map(this::find);
        var found = new ArrayList<RunView>();
        for (int looked = 0; looked < LOOK; looked += MOST) {
            List<Run> runs = inventory.runs(state == null ? wanted : MOST, later);
            for (RunView view : views(runs)) {
                if (state == null || view.state().equals(state)) {
                    found.add(view);
                }
                if (found.size() == wanted) {
                    return new Page<>(found, Optional.of(view.id()));
                }
            }
            if (runs.size() < (state == null ? wanted : MOST)) {
                return new Page<>(found, Optional.empty());
            }
            later = Optional.of(runs.get(runs.size() - 1));
        }
        return new Page<>(found, later.map(run -> run.id().value()));
    }

    private List<RunView> views(List<Run> runs) {
        Map<Pool, Slots> slots = slotsByPool();
        return runs.stream()
                .map(run -> view(run, List.of(), slots, Optional.empty()))
                .toList();
    }

    /** The models that a run may name. */
    public List<ModelView> models() {
        return ModelView.of(models);
    }

    /** One run with its jobs at Bedrock, and what its canary brought. */
    public RunView run(String id) {
        return view(find(id));
    }

    /** The id of a run that there is. */
    public String known(String id) {
        return find(id).id().value();
    }

    private Run find(String id) {
        return find(inventory, id);
    }

    static Run find(Inventory inventory, String id) {
        return (RunId.fits(id) ? inventory.run(new RunId(id)) : Optional.<Run>empty())
                .orElseThrow(() -> new Absent("there is no run '" + id + "'"));
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

    /** What the newest runs cost, by day, tag, model and run. */
    public Costs costs() {
        return Costs.of(inventory.runs(COUNTED), models::price);
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
        List<Job> jobs = run.state().over()
                ? List.of()
                : Stream.of(Stage.INVOKE, Stage.TRACK, Stage.COLLECT)
                        .flatMap(stage -> inventory.jobs(run.id(), stage).stream())
                        .toList();
        return view(run, jobs, slotsByPool(), canary(run));
    }

    private Optional<JsonNode> canary(Run run) {
        var report = new RunFolder(bucket, run.id()).canary();
        Optional<ObjectStore.Info> info = run.manifest().canary().isPresent() ? store.head(report) : Optional.empty();
        if (info.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = store.read(report, 0, info.get().size())) {
            return Optional.of(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunView view(Run run, List<Job> jobs, Map<Pool, Slots> slots, Optional<JsonNode> canary) {
        return RunView.of(
                run,
                jobs,
                Optional.ofNullable(slots.get(run.pool())),
                models.price(run.manifest().modelId()),
                canary,
                clock.instant(),
                bucket);
    }

    private Map<Pool, Slots> slotsByPool() {
        return inventory.slots().stream().collect(Collectors.toMap(Slots::pool, Function.identity()));
    }
}
