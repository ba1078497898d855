package io.caravan.day;

import io.caravan.aws.Turns;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Parked;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import io.caravan.model.Tally;
import io.caravan.port.Inventory;
import io.caravan.port.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The inventory in memory, for many jobs: an index {@code next} in which the product's own {@link Turns} decide who stands
 * where. Counts the requests that {@code DynamoInventory} makes for each of these calls.
 */
final class VirtualInventory implements Inventory {
    private static final int BATCH = 90; // keys that DynamoInventory reads at once

    private final Turns turns;
    private final Calls calls;
    private final Map<RunId, Run> runs = new LinkedHashMap<>();
    private final Map<RunId, Map<String, Long>> counts = new HashMap<>();
    private final Map<JobId, Job> jobs = new HashMap<>();
    private final Map<Pool, Slots> slots = new HashMap<>();
    /** By stage, and there by turn and name. */
    private final Map<String, NavigableMap<String, JobId>> next = new HashMap<>();

    private final Map<JobId, Turns.Turn> places = new HashMap<>();

    VirtualInventory(Turns turns, Calls calls) {
        this.turns = turns;
        this.calls = calls;
    }

    /** Jobs that could start if there was a slot. */
    int waiting(Pool pool) {
        return queue(Turns.ready(pool)).size();
    }

    @Override
    public boolean add(Run run) {
        count("TransactWriteItems", 1);
        counts.put(run.id(), new HashMap<>());
        return runs.putIfAbsent(run.id(), run) == null;
    }

    @Override
    public void add(List<Job> added) {
        count("TransactWriteItems", batches(added.size()));
        for (Job job : added) {
            store(job);
            tally(job, 1);
        }
    }

    @Override
    public Optional<Run> run(RunId id) {
        count("GetItem", 1);
        return Optional.ofNullable(runs.get(id)).map(this::counted);
    }

    @Override
    public Optional<Job> job(JobId id) {
        count("GetItem", 1);
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public Optional<Run> move(Run run, RunState to) {
        count("TransactWriteItems", 1);
        if (held(runs.get(run.id())).version() != run.version()) {
            return Optional.empty();
        }
        runs.put(run.id(), run.in(to));
        return Optional.of(run.in(to));
    }

    @Override
    public Optional<Job> move(Job job, JobState to) {
        count("TransactWriteItems", 1);
        if (stale(job)) {
            return Optional.empty();
        }
        if (job.state().holdsSlot() && !to.holdsSlot()) {
            use(job.pool(), -1);
        }
        return Optional.of(replace(job, to));
    }

    @Override
    public Claim claim(Job job, int room, Instant now) {
        count("TransactWriteItems", 1);
        if (!(job.state() instanceof JobState.Ready ready) || stale(job)) {
            return new Claim.Lost();
        }
        Slots pool = held(slots.get(job.pool()));
        if (pool.inUse() >= Math.min(room, pool.limit())) {
            return new Claim.NoSlot();
        }
        use(job.pool(), 1);
        return new Claim.Won(
                replace(job, new JobState.Submitting(ready.input(), job.id().clientRequestToken(), now)));
    }

    @Override
    public Stream<JobId> planned() {
        count("Query", 1);
        NavigableMap<String, JobId> queue = queue(Turns.PLANNED);
        return Stream.iterate(queue.firstEntry(), Objects::nonNull, entry -> queue.higherEntry(entry.getKey()))
                .map(Map.Entry::getValue);
    }

    @Override
    public int writing(int most) {
        count("Query", 1);
        return Math.min(most, queue(Turns.jobs(Stage.CHUNK)).size());
    }

    @Override
    public List<Job> ready(Pool pool, int limit) {
        count("Query", 1);
        return read(queue(Turns.ready(pool)).values(), limit);
    }

    @Override
    public List<Job> overdueJobs(Stage stage, Instant now, int limit) {
        // What is due at this very instant is followed by '#' and its name, which is before '$'.
        List<JobId> due = Turns.due(stage).stream()
                .peek(queue -> count("Query", 1))
                .flatMap(queue -> queue(queue).headMap(Turns.at(now) + "$", false).values().stream())
                .toList();
        return read(due, limit);
    }

    @Override
    public List<Run> running() {
        List<Run> open = runs.values().stream()
                .filter(run -> run.state() instanceof RunState.Running)
                .map(this::counted)
                .toList();
        count("Query", 2);
        count("BatchGetItem", batches(open.size()));
        return open;
    }

    @Override
    public void postpone(Job job, Instant until) {
        count("UpdateItem", 1);
        if (!stale(job)) {
            place(job.id(), turns.of(job).map(turn -> turn.postponed(until)));
        }
    }

    @Override
    public void open(Pool pool, int limit) {
        count("UpdateItem", 1);
        slots.putIfAbsent(pool, new Slots(pool, 0, limit, 0, Instant.EPOCH, 0, "", 0));
    }

    @Override
    public List<Slots> slots() {
        count("Query", 1);
        return List.copyOf(slots.values());
    }

    @Override
    public boolean recount(Slots read, int inUse) {
        count("UpdateItem", 1);
        Slots known = held(slots.get(read.pool()));
        if (known.version() != read.version()) {
            return false;
        }
        use(read.pool(), inUse - known.inUse());
        return true;
    }

    @Override
    public void pause(Pool pool, int ceiling, Instant until, int pauses, String reason) {
        count("UpdateItem", 1);
        Slots known = held(slots.get(pool));
        slots.put(pool, new Slots(pool, known.inUse(), known.limit(), ceiling, until, pauses, reason, known.version()));
    }

    @Override
    public boolean lease(String name, String holder, Instant now, Duration length) {
        count("UpdateItem", 1);
        return true; // one replica
    }

    @Override
    public List<Job> jobs(RunId id) {
        throw absent();
    }

    @Override
    public List<Job> jobs(RunId id, int limit, Optional<JobId> after) {
        throw absent();
    }

    @Override
    public List<Job> jobs(RunId id, Stage stage) {
        throw absent();
    }

    @Override
    public List<Run> runs(int limit, Optional<Run> later) {
        throw absent();
    }

    @Override
    public void unpark(Parked parked) {
        throw absent();
    }

    @Override
    public List<Run> overdueRuns(Stage stage, Instant now, int limit) {
        throw absent();
    }

    @Override
    public void postpone(Run run, Instant until) {
        throw absent();
    }

    @Override
    public void park(Parked parked) {
        throw absent();
    }

    @Override
    public List<Parked> parked(int limit) {
        throw absent();
    }

    private static UnsupportedOperationException absent() {
        return new UnsupportedOperationException("neither submitting nor tracking asks for this");
    }

    private List<Job> read(Collection<JobId> ids, int limit) {
        List<Job> found =
                ids.stream().limit(limit).map(id -> held(jobs.get(id))).toList();
        count("BatchGetItem", batches(found.size()));
        return found;
    }

    private Job replace(Job job, JobState to) {
        Job moved = job.in(to);
        tally(job, -1);
        tally(moved, 1);
        store(moved);
        return moved;
    }

    private void store(Job job) {
        jobs.put(job.id(), job);
        place(job.id(), turns.of(job));
    }

    private void place(JobId id, Optional<Turns.Turn> turn) {
        Turns.Turn before = places.remove(id);
        if (before != null) {
            queue(before.stage()).remove(before.turn() + "#" + id.name());
        }
        turn.ifPresent(place -> {
            queue(place.stage()).put(place.turn() + "#" + id.name(), id);
            places.put(id, place);
        });
    }

    private NavigableMap<String, JobId> queue(String stage) {
        return next.computeIfAbsent(stage, name -> new TreeMap<>());
    }

    private void tally(Job job, long more) {
        held(counts.get(job.id().run())).merge(job.state().word(), more, Long::sum);
    }

    private boolean stale(Job job) {
        return held(jobs.get(job.id())).version() != job.version();
    }

    private Run counted(Run run) {
        return new Run(
                run.id(),
                run.manifest(),
                run.manifestKey(),
                run.pool(),
                run.acceptedAt(),
                run.state(),
                new Run.Counts(Map.copyOf(held(counts.get(run.id()))), Tally.NONE),
                run.version());
    }

    private void use(Pool pool, int more) {
        Slots known = held(slots.get(pool));
        slots.put(
                pool,
                new Slots(
                        pool,
                        known.inUse() + more,
                        known.limit(),
                        known.ceiling(),
                        known.pausedUntil(),
                        known.pauses(),
                        known.pauseReason(),
                        known.version() + 1));
    }

    private void count(String operation, int times) {
        calls.count("DynamoDB", operation, times);
    }

    private static int batches(int size) {
        return (size + BATCH - 1) / BATCH;
    }

    private static <T> T held(@org.jspecify.annotations.Nullable T known) {
        return java.util.Objects.requireNonNull(known, "not in the inventory");
    }
}
