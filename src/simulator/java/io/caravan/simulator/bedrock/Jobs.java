package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All jobs of the account. Every change is kept, written to the ledger and told as an event before the next one.
 * Thread-safe.
 */
final class Jobs {

    private final JobFolder folder;
    private final Ledger ledger;
    private final Consumer<Job> events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Job> byId = new LinkedHashMap<>();
    private final Map<String, String> idByToken = new HashMap<>();

    Jobs(JobFolder folder, Ledger ledger, Consumer<Job> events, Collection<Job> known) {
        this.folder = folder;
        this.ledger = ledger;
        this.events = events;
        known.forEach(this::remember);
    }

    private void remember(Job job) {
        byId.put(job.id(), job);
        if (!job.request().token().isEmpty()) {
            idByToken.put(job.request().token(), job.id());
        }
    }

    Optional<Job> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(byId.get(id));
        } finally {
            lock.unlock();
        }
    }

    /** Oldest first. */
    List<Job> all() {
        lock.lock();
        try {
            return new ArrayList<>(byId.values());
        } finally {
            lock.unlock();
        }
    }

    /** The job that this token made before, or the one that {@code create} makes now, given the active jobs of its pool. */
    Created findOrCreate(CreateRequest request, String pool, Supplier<Job> create, QuotaCheck quota) {
        lock.lock();
        try {
            String known = idByToken.get(request.token());
            Job earlier = known == null ? null : byId.get(known);
            if (earlier != null) {
                return new Created(earlier, true);
            }
            quota.check(active(pool));
            Job job = create.get();
            remember(job);
            changed(job);
            return new Created(job, false);
        } finally {
            lock.unlock();
        }
    }

    /** A job and whether it was there before. */
    record Created(Job job, boolean isReplay) {}

    /** Throws when the model has too many active jobs for another one. */
    @FunctionalInterface
    interface QuotaCheck {
        void check(long active);
    }

    /** Puts {@code expected} into another state, unless it has left its own meanwhile. */
    boolean change(Job expected, JobState next) {
        lock.lock();
        try {
            Job current = byId.get(expected.id());
            if (current == null || !current.state().equals(expected.state())) {
                return false;
            }
            Job job = expected.in(next);
            byId.put(job.id(), job);
            changed(job);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void changed(Job job) {
        folder.save(job);
        ledger.write(line(job, "state")
                .put("status", job.status().name())
                .put("active", active(job.model().pool())));
        if (job.state() instanceof JobState.Ended end && end.counts().processed() > 0) {
            Counts counts = end.counts();
            ledger.write(line(job, "billed")
                    .put("total", counts.total())
                    .put("success", counts.success())
                    .put("error", counts.error())
                    .put("inputTokens", counts.inputTokens())
                    .put("outputTokens", counts.outputTokens()));
        }
        events.accept(job);
    }

    private static ObjectNode line(Job job, String what) {
        return Ledger.line(job.state().since(), what)
                .put("jobArn", job.arn())
                .put("jobName", job.request().jobName())
                .put("model", job.model().base());
    }

    private long active(String pool) {
        return byId.values().stream()
                .filter(job -> job.model().pool().equals(pool) && job.status().isActive())
                .count();
    }
}
