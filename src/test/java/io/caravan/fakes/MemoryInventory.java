package io.caravan.fakes;

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
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The inventory in memory, with the same conditions on every write. What is open is overdue at once, unless it was
 * postponed.
 */
public final class MemoryInventory implements Inventory {
    private final Deque<Parked> parked = new ArrayDeque<>();
    private final Map<RunId, Run> runs = new LinkedHashMap<>();
    private final Map<JobId, Job> jobs = new TreeMap<>(Comparator.comparing(JobId::name));
    private final Map<Pool, Slots> slots = new LinkedHashMap<>();
    private final Map<Object, Instant> postponed = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, Instant> heldUntil = new HashMap<>();
    private final Set<JobId> moved = new HashSet<>();

    /** The next move or claim of this job is lost to another replica. */
    public synchronized void moveElsewhere(JobId id) {
        moved.add(id);
    }

    @Override
    public synchronized boolean add(Run run) {
        return runs.putIfAbsent(run.id(), run) == null;
    }

    @Override
    public synchronized void add(List<Job> added) {
        added.forEach(job -> jobs.putIfAbsent(job.id(), job));
    }

    @Override
    public synchronized Optional<Run> run(RunId id) {
        return Optional.ofNullable(runs.get(id)).map(this::counted);
    }

    @Override
    public synchronized List<Run> runs(int limit, Optional<Run> later) {
        Comparator<Run> newestFirst = Comparator.comparing((Run run) -> run.acceptedAt() + "#" + run.id())
                .reversed();
        return runs.values().stream()
                .filter(run -> later.isEmpty() || newestFirst.compare(later.get(), run) < 0)
                .sorted(newestFirst)
                .limit(limit)
                .map(this::counted)
                .toList();
    }

    @Override
    public synchronized Optional<Job> job(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized List<Job> jobs(RunId id) {
        return jobs.values().stream()
                .filter(job -> job.id().run().equals(id))
                .sorted(Comparator.comparing(Job::id))
                .toList();
    }

    @Override
    public synchronized List<Job> jobs(RunId id, int limit, Optional<JobId> after) {
        return jobs(id).stream()
                .filter(job -> after.isEmpty() || job.id().compareTo(after.get()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Job> jobs(RunId id, Stage stage) {
        return jobs(id).stream().filter(job -> waitsFor(job.state(), stage)).toList();
    }

    @Override
    public synchronized Optional<Run> move(Run run, RunState to) {
        if (runs.get(run.id()).version() != run.version()) {
            return Optional.empty();
        }
        Run next = run.in(to);
        runs.put(run.id(), next);
        return Optional.of(next);
    }

    @Override
    public synchronized Optional<Job> move(Job job, JobState to) {
        if (isStale(job)) {
            return Optional.empty();
        }
        Job next = job.in(to);
        jobs.put(job.id(), next);
        if (job.state().holdsSlot() && !to.holdsSlot()) {
            use(job.pool(), -1);
        }
        return Optional.of(next);
    }

    @Override
    public synchronized Claim claim(Job job, int room, Instant now) {
        if (!(job.state() instanceof JobState.Ready ready) || isStale(job)) {
            return new Claim.Lost();
        }
        Slots pool = slots.get(job.pool());
        if (pool.inUse() >= Math.min(room, pool.limit())) {
            return new Claim.NoSlot();
        }
        use(job.pool(), 1);
        Job next = job.in(new JobState.Submitting(ready.input(), job.id().clientRequestToken(), now));
        jobs.put(job.id(), next);
        return new Claim.Won(next);
    }

    @Override
    public synchronized Stream<JobId> planned() {
        return inTurn().filter(job -> job.state() instanceof JobState.Planned).map(Job::id).toList().stream();
    }

    @Override
    public synchronized int writing(int most) {
        return (int) jobs.values().stream()
                .filter(job -> job.state() instanceof JobState.Writing && !postponed.containsKey(job.id()))
                .limit(most)
                .count();
    }

    @Override
    public synchronized List<Job> ready(Pool pool, int limit) {
        return inTurn().filter(job -> job.pool().equals(pool) && job.state() instanceof JobState.Ready)
                .limit(limit)
                .toList();
    }

    private Stream<Job> inTurn() {
        return jobs.values().stream()
                .sorted(Comparator.comparing((Job job) -> -job.priority())
                        .thenComparing(job -> job.id().chunk())
                        .thenComparing(job -> job.id().name()));
    }

    @Override
    public synchronized void open(Pool pool, int limit) {
        int inUse = slots.containsKey(pool) ? slots.get(pool).inUse() : 0;
        slots.put(pool, new Slots(pool, inUse, limit, 0, Instant.EPOCH, 0, "", 0));
    }

    @Override
    public synchronized List<Slots> slots() {
        return List.copyOf(slots.values());
    }

    @Override
    public synchronized boolean recount(Slots read, int inUse) {
        Slots known = slots.get(read.pool());
        if (known.version() != read.version()) {
            return false;
        }
        use(read.pool(), inUse - known.inUse());
        return true;
    }

    /** Has a slot in use that no job holds. */
    public void leak(Pool pool) {
        use(pool, 1);
    }

    @Override
    public synchronized void pause(Pool pool, int ceiling, Instant until, int pauses, String reason) {
        Slots known = slots.get(pool);
        slots.put(pool, new Slots(pool, known.inUse(), known.limit(), ceiling, until, pauses, reason, known.version()));
    }

    @Override
    public synchronized List<Job> overdueJobs(Stage stage, Instant now, int limit) {
        return jobs.values().stream()
                .filter(job -> waitsFor(job.state(), stage) && isDue(job.id(), now))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Run> overdueRuns(Stage stage, Instant now, int limit) {
        return runs.values().stream()
                .filter(run -> isDue(run.id(), now) && waitsFor(run, stage))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Run> running() {
        return runs.values().stream()
                .filter(MemoryInventory::isUnderWay)
                .map(this::counted)
                .toList();
    }

    @Override
    public synchronized void postpone(Job job, Instant until) {
        postponed.put(job.id(), until);
    }

    @Override
    public synchronized void postpone(Run run, Instant until) {
        postponed.put(run.id(), until);
    }

    @Override
    public synchronized void park(Parked note) {
        parked.addFirst(note);
    }

    @Override
    public synchronized List<Parked> parked(int limit) {
        return parked.stream().limit(limit).toList();
    }

    @Override
    public synchronized void unpark(Parked note) {
        parked.removeIf(other -> other.id().equals(note.id()));
    }

    @Override
    public synchronized boolean lease(String name, String holder, Instant now, Duration length) {
        if (!holders.getOrDefault(name, holder).equals(holder)
                && !heldUntil.get(name).isBefore(now)) {
            return false;
        }
        holders.put(name, holder);
        heldUntil.put(name, now.plus(length));
        return true;
    }

    private boolean isStale(Job job) {
        return moved.remove(job.id()) || jobs.get(job.id()).version() != job.version();
    }

    private static boolean isUnderWay(Run run) {
        return !(run.state() instanceof RunState.Accepted) && !run.state().over();
    }

    private static boolean waitsFor(Run run, Stage stage) {
        return switch (stage) {
            case PLAN -> run.state() instanceof RunState.Accepted;
            case CANARY -> run.state() instanceof RunState.Canary;
            default -> isUnderWay(run) && !(run.state() instanceof RunState.Canary);
        };
    }

    private boolean isDue(Object id, Instant now) {
        return !postponed.getOrDefault(id, Instant.EPOCH).isAfter(now);
    }

    private void use(Pool pool, int more) {
        Slots known = slots.get(pool);
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

    private static boolean waitsFor(JobState state, Stage stage) {
        return switch (state) {
            case JobState.Planned planned -> false;
            case JobState.Writing writing -> stage == Stage.CHUNK;
            case JobState.Ready ready -> false;
            case JobState.Invoking invoking -> stage == Stage.INVOKE;
            case JobState.Submitting submitting -> stage == Stage.SUBMIT;
            case JobState.Submitted submitted -> stage == Stage.TRACK;
            case JobState.Ended ended -> stage == Stage.COLLECT;
            case JobState.Collected collected -> false;
        };
    }

    private Run counted(Run run) {
        List<Job> all = jobs(run.id());
        Map<String, Long> counts =
                all.stream().collect(Collectors.groupingBy(job -> job.state().word(), Collectors.counting()));
        Tally tally = all.stream()
                .map(job -> job.state() instanceof JobState.Collected done ? done.tally() : Tally.NONE)
                .reduce(Tally.NONE, Tally::plus);
        return new Run(
                run.id(),
                run.manifest(),
                run.manifestKey(),
                run.pool(),
                run.acceptedAt(),
                run.state(),
                new Run.Counts(counts, tally),
                run.version());
    }
}
