package io.caravan.day;

import io.caravan.aws.Turns;
import io.caravan.chunk.NextChunks;
import io.caravan.family.ModelCatalog;
import io.caravan.model.BatchStatus;
import io.caravan.model.Caps;
import io.caravan.model.CsvForm;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Pool;
import io.caravan.model.Prompt;
import io.caravan.model.Run;
import io.caravan.model.RunState;
import io.caravan.model.S3Uri;
import io.caravan.model.Slice;
import io.caravan.model.Source;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import io.caravan.submit.Recount;
import io.caravan.submit.Submitter;
import io.caravan.track.Event;
import io.caravan.track.Leases;
import io.caravan.track.Overdue;
import io.caravan.track.Tracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Random;
import java.util.function.Predicate;

/**
 * One replica's submitting and tracking, by the routes' own timers and messages, in virtual time. The stages around them
 * are as short as can be: a job's input takes some seconds to write, its answers are collected at once.
 */
public final class Day {
    /** Chunks written at the same time: by a replica of two cores. */
    private static final int WORKERS = 2;

    private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final Pool POOL = new Pool("123456789012", "us-east-1", MODEL);
    private static final JobState.Input INPUT = new JobState.Input(1, 1000, 1000, 0, 1_000_000);
    /** As {@code caravan.sweep.cron} says. */
    private static final Duration SWEEP = Duration.ofSeconds(30);
    /** Whoever has not come to an end by then never will. */
    private static final Duration GIVE_UP = Duration.ofDays(365);

    private final DayPlan plan;
    private final VirtualTime time = new VirtualTime();
    private final Calls calls = new Calls();
    private final Random chance;
    private final List<Arrival> arrivals;
    private final Idle idle;
    private final VirtualInventory inventory;
    private final VirtualBedrock bedrock;
    private final Submitter submitter;
    private final Tracker tracker;
    private final Recount recount;
    private final Leases leases;
    private final Overdue overdue;
    private final Duration submitEvery;
    private final NextChunks chunks;
    /** The queue of the stage: first come, first served. */
    private final Queue<JobId> toChunk = new ArrayDeque<>();

    private int idleWorkers;
    private int done;

    /** {@code settings}: those of config/application.properties. */
    public Day(DayPlan plan, ModelCatalog models, Properties settings) {
        this.plan = plan;
        this.chance = new Random(plan.seed());
        this.arrivals = Arrival.of(plan, chance);
        this.idle = new Idle(plan.quota());
        this.submitEvery = seconds(settings, "caravan.submit.every");
        this.idleWorkers = WORKERS;
        Duration silence = seconds(settings, "caravan.silence");
        var turns = new Turns(time, seconds(settings, "caravan.patience"), silence);
        this.inventory = new VirtualInventory(turns, calls);
        this.bedrock = new VirtualBedrock(time, plan, calls, () -> inventory.waiting(POOL) > 0, this::hear);
        this.submitter = new Submitter(
                inventory, bedrock, models, "caravan", seconds(settings, "caravan.quota-pause"), silence, time, chance);
        this.chunks = new NextChunks(inventory, Integer.parseInt(settings.getProperty("caravan.chunks.ahead")));
        this.tracker = new Tracker(inventory, bedrock, silence, time);
        this.recount = new Recount(inventory);
        this.overdue = new Overdue(inventory, seconds(settings, "caravan.patience"), time);
        this.leases = new Leases(inventory, "replica", seconds(settings, "caravan.lease"), time);
    }

    private static Duration seconds(Properties settings, String key) {
        return Duration.ofSeconds(Long.parseLong(settings.getProperty(key)));
    }

    public DayOutcome run() {
        Instant first = arrivals.get(0).at();
        arrivals.forEach(arrival -> time.at(arrival.at(), () -> plan(arrival)));
        time.at(first, () -> {
            time.every(submitEvery, this::start);
            time.every(SWEEP, this::sweep);
        });
        Instant giveUp = first.plus(GIVE_UP);
        time.run(
                () -> done == plan.jobs() || time.instant().isAfter(giveUp),
                span -> idle.add(span, bedrock.active(), inventory.waiting(POOL)));
        return new DayOutcome(
                plan,
                done,
                bedrock.mostActive(),
                bedrock.refused(),
                idle.share(),
                Duration.between(first, time.instant()),
                bedrock.work().dividedBy(plan.quota()),
                bedrock.work().dividedBy(Math.max(1, bedrock.created())),
                List.of(
                        waits("small (1 to 10 jobs)", run -> run.size() == Arrival.Size.SMALL),
                        waits(
                                "  of them at priority 0",
                                run -> run.size() == Arrival.Size.SMALL && run.priority() == 0),
                        waits("middle (11 to 60 jobs)", run -> run.size() == Arrival.Size.MIDDLE),
                        waits("large (all other jobs)", run -> run.size() == Arrival.Size.LARGE)),
                DayOutcome.Refill.of(bedrock.refills()),
                calls.counts());
    }

    private DayOutcome.Wait waits(String kind, Predicate<Arrival> which) {
        List<Duration> waits = arrivals.stream()
                .filter(which)
                // A run of which nothing began waited all the time.
                .map(run -> Duration.between(run.at(), bedrock.first(run.run()).orElse(time.instant())))
                .toList();
        return DayOutcome.Wait.of(kind, waits);
    }

    private void plan(Arrival arrival) {
        var manifest = Manifest.of(
                new Source.Stored(new S3Uri("caravan", "data/rows.csv"), CsvForm.USUAL),
                arrival.run().value(),
                MODEL,
                Prompt.of("{topic}"),
                Map.of(),
                Caps.NONE);
        Run run = Run.accepted(arrival.run(), manifest, "inbox/run.json", POOL, time.instant());
        inventory.add(run);
        inventory.open(POOL, plan.quota());
        var jobs = new ArrayList<Job>();
        for (int chunk = 1; chunk <= arrival.jobs(); chunk++) {
            var work = new Work.Rows(new Slice(0, 0, 0, 0, 1000), 1);
            jobs.add(Job.planned(new JobId(arrival.run(), chunk, 1), work, POOL, arrival.priority()));
        }
        inventory.add(jobs);
        inventory.move(run, new RunState.Running(1000L * arrival.jobs(), arrival.jobs(), time.instant()));
        call(chunks.next());
    }

    private void call(List<JobId> jobs) {
        toChunk.addAll(jobs);
        calls.count("SQS", "SendMessage", jobs.size());
        while (idleWorkers > 0 && !toChunk.isEmpty()) {
            JobId job = toChunk.remove();
            received();
            idleWorkers--;
            time.after(plan.writing(), () -> write(job));
        }
    }

    private void write(JobId id) {
        inventory
                .job(id)
                .filter(job -> job.state() instanceof JobState.Writing)
                .ifPresent(job -> inventory.move(job, new JobState.Ready(INPUT)));
        wakeSubmit();
        idleWorkers++;
        call(chunks.next());
    }

    private void wakeSubmit() {
        calls.count("SQS", "SendMessage");
        received();
        start();
    }

    private void start() {
        submitter.claim().forEach(submitter::start);
    }

    private void sweep() {
        if (leases.hold("chunk-overdue")) {
            call(overdue.jobs("chunk"));
            call(chunks.next());
        }
        if (leases.hold("submit-overdue")) {
            submitter.unfinished().forEach(submitter::start);
        }
        if (leases.hold("submit-recount")) {
            recount.recount();
        }
        if (leases.hold("track-silent")) {
            tracker.silent().forEach(this::over);
        }
    }

    private void hear(Event event) {
        received();
        tracker.heard(event).forEach(this::over);
    }

    private void over(JobId id) {
        calls.count("SQS", "SendMessage");
        received();
        Optional<Job> ended = inventory.job(id).filter(job -> job.state() instanceof JobState.Ended);
        ended.ifPresent(job -> {
            var collected = new JobState.Collected(
                    INPUT, "", BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "", Tally.NONE, 1, time.instant());
            inventory.move(job, collected);
            done++;
            finish(job);
        });
        wakeSubmit();
    }

    private void finish(Job last) {
        Run run = inventory.run(last.id().run()).orElseThrow();
        if (run.counts().open() == 0) {
            long jobs = run.counts().jobs(JobState.Collected.class);
            inventory.move(
                    run, new RunState.Done(RunState.Verdict.DONE, 1000 * jobs, (int) jobs, Tally.NONE, time.instant()));
        }
    }

    /** A message, which is deleted once it was handled. */
    private void received() {
        calls.count("SQS", "ReceiveMessage");
        calls.count("SQS", "DeleteMessage");
    }
}
