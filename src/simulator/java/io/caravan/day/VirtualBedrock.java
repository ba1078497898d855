package io.caravan.day;

import io.caravan.model.BatchStatus;
import io.caravan.model.JobState;
import io.caravan.model.RunId;
import io.caravan.port.BatchInference;
import io.caravan.track.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Bedrock's control plane in virtual time: a quota, jobs that take hours, events that come late or never. */
final class VirtualBedrock implements BatchInference {
    /** What a job is from its creation on. */
    private record Started(Order order, String arn, Instant at, Instant end) {}

    private final VirtualTime time;
    private final DayPlan plan;
    private final Calls calls;
    private final BooleanSupplier wanted;
    private final Consumer<Event> events;
    private final Deque<Instant> freed = new ArrayDeque<>();
    private final List<Duration> refills = new ArrayList<>();
    private final Map<String, Started> byArn = new HashMap<>();
    private final Map<String, Started> byToken = new HashMap<>();
    private final List<Started> inOrder = new ArrayList<>();
    private final Map<RunId, Instant> firstOf = new HashMap<>();
    private int active;
    private int mostActive;
    private int refused;
    private Duration work = Duration.ZERO;

    /** {@code wanted}: whether a job waits for a slot. */
    VirtualBedrock(VirtualTime time, DayPlan plan, Calls calls, BooleanSupplier wanted, Consumer<Event> events) {
        this.time = time;
        this.plan = plan;
        this.calls = calls;
        this.wanted = wanted;
        this.events = events;
    }

    @Override
    public Creation create(Order order) {
        calls.count("Bedrock", "CreateModelInvocationJob");
        Started known = byToken.get(order.clientRequestToken());
        if (known != null) {
            return new Creation.Created(known.arn());
        }
        if (active >= plan.quota()) {
            refused++;
            return new Creation.Busy("the quota of " + plan.quota() + " concurrent jobs is used up");
        }
        Instant now = time.instant();
        // Drawn for the job, not in the order of creation: a day has the same work however it is done.
        var chance = new SplittableRandom(plan.seed() * 31 + order.id().name().hashCode());
        Duration length = length(chance.nextDouble());
        var started = new Started(order, "arn:" + inOrder.size(), now, now.plus(length));
        byArn.put(started.arn(), started);
        byToken.put(order.clientRequestToken(), started);
        inOrder.add(started);
        firstOf.putIfAbsent(order.id().run(), now);
        if (!freed.isEmpty()) {
            refills.add(Duration.between(freed.remove(), now));
        }
        work = work.plus(length);
        active++;
        mostActive = Math.max(mostActive, active);
        Duration late = Duration.ofMillis(1000 + chance.nextInt(4000));
        boolean lost = chance.nextDouble() < DayPlan.LOST_EVENTS;
        time.at(started.end(), () -> end(started, late, lost));
        return new Creation.Created(started.arn());
    }

    /** As likely between 10 and 20 minutes as between 2 and 4 hours. */
    private static Duration length(double at) {
        double times = (double) DayPlan.LONGEST.toMillis() / DayPlan.SHORTEST.toMillis();
        return Duration.ofMillis(Math.round(DayPlan.SHORTEST.toMillis() * Math.pow(times, at)));
    }

    private void end(Started job, Duration late, boolean lost) {
        active--;
        if (wanted.getAsBoolean()) {
            freed.add(time.instant());
        }
        if (!lost) {
            var detail = new Event.Detail(job.order().id().name(), job.arn(), BatchStatus.COMPLETED.word());
            time.after(late, () -> events.accept(new Event("Batch Inference Job State Change", detail)));
        }
    }

    @Override
    public Optional<Report> get(String arn) {
        calls.count("Bedrock", "GetModelInvocationJob");
        return Optional.ofNullable(byArn.get(arn)).map(this::report);
    }

    @Override
    public List<Report> list(Instant submittedAfter) {
        var reports = new ArrayList<Report>();
        for (int i = inOrder.size() - 1; i >= 0 && inOrder.get(i).at().isAfter(submittedAfter); i--) {
            reports.add(report(inOrder.get(i)));
        }
        calls.count("Bedrock", "ListModelInvocationJobs", 1 + reports.size() / 1000); // BedrockBatch's pages
        return reports;
    }

    @Override
    public void stop(String arn) {
        throw new UnsupportedOperationException("nobody cancels a run on this day");
    }

    private Report report(Started job) {
        boolean over = !time.instant().isBefore(job.end());
        long done = over
                ? 1000
                : 1000
                        * Duration.between(job.at(), time.instant()).toMillis()
                        / Duration.between(job.at(), job.end()).toMillis();
        return new Report(
                job.arn(),
                job.order().id().name(),
                over ? BatchStatus.COMPLETED : BatchStatus.IN_PROGRESS,
                "",
                new JobState.Progress(1000, done, done, 0),
                job.at());
    }

    /** Jobs that take part of the quota now. */
    int active() {
        return active;
    }

    int mostActive() {
        return mostActive;
    }

    /** Creations beyond the quota. */
    int refused() {
        return refused;
    }

    /** From each end of a job to the start of the one that took its slot, where one waited for it. */
    List<Duration> refills() {
        return refills;
    }

    int created() {
        return inOrder.size();
    }

    /** The lengths of all jobs together. */
    Duration work() {
        return work;
    }

    /** When the first job of a run began. */
    Optional<Instant> first(RunId run) {
        return Optional.ofNullable(firstOf.get(run));
    }
}
