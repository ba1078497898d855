package io.caravan.status;

import io.caravan.format.ResultFile;
import io.caravan.format.StoredFile;
import io.caravan.model.Absent;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.Manifest;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.S3Uri;
import io.caravan.model.Slots;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import io.caravan.schema.OutputSchema;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one run is made of: its jobs, its files, the rows without an answer. Thread-safe. */
public final class RunDetails {
    private static final int JOBS = 100;
    private static final int ROWS = 20;
    private static final int MOST = 500;
    /** Long enough to begin a download, too short to be passed on. */
    private static final Duration LINK = Duration.ofMinutes(5);
    /** All jobs are read for a timeline, so it is believed for a while: for so many times as long as that took. */
    private static final int BELIEVED = 20;

    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final Duration OF_THE_PAST = Duration.ofHours(1);

    private static final int REMEMBERED = 32;

    private final Inventory inventory;
    private final ObjectStore store;
    private final String bucket;
    private final InstantSource clock;
    private final Map<RunId, Drawn> drawn = new LinkedHashMap<>();

    /**
     * An address that needs no credentials.
     *
     * @param seconds how long it is good for
     */
    public record Link(String url, long seconds) {}

    private record Drawn(Timeline timeline, long version, Instant until) {}

    public RunDetails(Inventory inventory, ObjectStore store, String bucket, InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Some of a run's jobs, in order of attempt and chunk. */
    public Page<JobView> jobs(String id, @Nullable String limit, @Nullable String cursor) {
        Run run = find(id);
        int wanted = Asked.limit(limit, JOBS, MOST);
        Optional<JobId> after = Optional.ofNullable(cursor)
                .map(text -> JobId.parse(text)
                        .filter(job -> job.run().equals(run.id()))
                        .orElseThrow(() -> Declined.wrong("cursor: '" + text + "' is no job of run " + id)));
        List<Job> jobs = inventory.jobs(run.id(), wanted, after);
        return new Page<>(
                jobs.stream().map(JobView::of).toList(),
                jobs.size() < wanted
                        ? Optional.empty()
                        : Optional.of(jobs.get(jobs.size() - 1).id().name()));
    }

    /** When how many of a run's jobs were at Bedrock. */
    public Timeline timeline(String id) {
        Run run = find(id);
        Instant now = clock.instant();
        synchronized (drawn) {
            Drawn known = drawn.get(run.id());
            if (known != null
                    && known.version() == run.version()
                    && known.until().isAfter(now)) {
                return known.timeline();
            }
        }
        int limit = inventory.slots().stream()
                .filter(slots -> slots.pool().equals(run.pool()))
                .mapToInt(Slots::limit)
                .findFirst()
                .orElse(0);
        Timeline timeline = Timeline.of(inventory.jobs(run.id()), limit, now);
        Duration took = Duration.between(now, clock.instant()).multipliedBy(BELIEVED);
        Duration believed = run.state().over() ? OF_THE_PAST : took.compareTo(LEAST) > 0 ? took : LEAST;
        synchronized (drawn) {
            drawn.remove(run.id());
            drawn.put(run.id(), new Drawn(timeline, run.version(), now.plus(believed)));
            if (drawn.size() > REMEMBERED) {
                drawn.remove(drawn.keySet().iterator().next());
            }
        }
        return timeline;
    }

    /** Some of a run's rows without an answer, of one class or of all; none before the run is over. */
    public Page<FailedRow> errors(
            String id, @Nullable String errorClass, @Nullable String limit, @Nullable String cursor)
            throws IOException {
        Run run = find(id);
        int wanted = Asked.limit(limit, ROWS, MOST);
        long from = cursor == null ? 0 : Asked.number("cursor", cursor);
        S3Uri file = folder(run).errors();
        Optional<ObjectStore.Info> info = store.head(file);
        if (info.isEmpty()) {
            return new Page<>(List.of(), Optional.empty());
        }
        return new FailedRows(
                        store,
                        file,
                        info.get().size(),
                        new RowPrompt(run.manifest().prompts()))
                .read(from, wanted, Optional.ofNullable(errorClass));
    }

    /** The first rows of a run's result; none before there is one. */
    public List<RowView> rows(String id, @Nullable String limit) throws IOException {
        Run run = find(id);
        Manifest manifest = run.manifest();
        int wanted = Asked.limit(limit, ROWS, MOST);
        Optional<ObjectStore.Info> result = store.head(folder(run).result(manifest.outputFormat()));
        if (result.isEmpty()) {
            return List.of();
        }
        int properties = manifest.outputSchema()
                .map(schema -> OutputSchema.of(schema).properties().size())
                .orElse(0);
        var asked = new RowPrompt(manifest.prompts());
        return ResultFile.first(
                        new StoredFile(store, result.get()), manifest.source().csv(), properties, wanted)
                .stream()
                .map(row -> RowView.of(row, asked))
                .toList();
    }

    /** The files of a run that there are, those for people first. */
    public List<FileView> files(String id) {
        Run run = find(id);
        return known(run)
                .flatMap(uri -> store.head(uri).stream())
                .map(info -> new FileView(
                        info.uri().fileName(),
                        info.size(),
                        info.lastModified(),
                        info.uri().toString(),
                        "/api/runs/" + run.id() + "/files/" + info.uri().fileName()))
                .toList();
    }

    /** An address for a file of a run that needs no credentials and is good for a short while. */
    public Link link(String id, String name) {
        S3Uri file = file(find(id), name);
        if (store.head(file).isEmpty()) {
            throw new Absent("run " + id + " has no file '" + name + "' yet");
        }
        return new Link(store.link(file, LINK).toString(), LINK.toSeconds());
    }

    /** The text of a small JSON file of a run. */
    public byte[] text(String id, String name) throws IOException {
        S3Uri file = file(find(id), name);
        ObjectStore.Info info =
                store.head(file).orElseThrow(() -> new Absent("run " + id + " has no " + name + " yet"));
        try (InputStream in = store.read(file, 0, info.size())) {
            return in.readAllBytes();
        }
    }

    private S3Uri file(Run run, String name) {
        return known(run)
                .filter(uri -> uri.fileName().equals(name))
                .findFirst()
                .orElseThrow(() -> new Absent("run " + run.id() + " has no file '" + name + "'; its files are "
                        + String.join(", ", known(run).map(S3Uri::fileName).toList())));
    }

    private Stream<S3Uri> known(Run run) {
        RunFolder folder = folder(run);
        return Stream.of(
                folder.result(run.manifest().outputFormat()),
                folder.errors(),
                folder.summary(),
                folder.plan(),
                folder.canary(),
                folder.manifest(),
                folder.status());
    }

    private RunFolder folder(Run run) {
        return new RunFolder(bucket, run.id());
    }

    private Run find(String id) {
        return StatusBoard.find(inventory, id);
    }
}
