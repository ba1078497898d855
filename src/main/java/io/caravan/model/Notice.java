package io.caravan.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a target is to be told of a run, and how that went so far.
 *
 * @param key tells it from the run's other notices: lower case letters, digits and hyphens
 * @param data what is said, by name: texts and whole numbers; the same each time it is sent
 * @param at when it happened
 * @param attempts the last ones, oldest first
 * @param tries how often it was sent since it was last asked for
 * @param version counts the writes
 */
public record Notice(
        RunId run,
        String key,
        Milestone milestone,
        String target,
        Map<String, Object> data,
        Instant at,
        State state,
        List<Attempt> attempts,
        int tries,
        long version) {
    private static final int KEPT = 20;

    /** Where it is. */
    public enum State {
        WAITING,
        DELIVERED,
        GIVEN_UP
    }

    /** {@code outcome} is in words: how it was taken, or why not. */
    public record Attempt(Instant at, String outcome) {}

    /** What is to be told of a run that just came into its state. */
    public static List<Notice> of(Run run, Instant now) {
        Optional<Milestone> milestone = Milestone.of(run.state());
        return milestone
                .map(reached -> of(run, reached, run.version() + "-" + reached.word(), data(run), now))
                .orElse(List.of());
    }

    /** What is to be told of a run that does not go on by itself; {@code key} is the same as long as that is. */
    public static List<Notice> attention(Run run, String key, String reason, Instant now) {
        Map<String, Object> data = data(run);
        data.put("reason", reason);
        return of(run, Milestone.NEEDS_ATTENTION, key, data, now);
    }

    private static List<Notice> of(Run run, Milestone reached, String key, Map<String, Object> data, Instant now) {
        var notices = new ArrayList<Notice>();
        if (run.manifest().audience().wants(reached)) {
            for (String target : run.manifest().audience().targets()) {
                notices.add(new Notice(
                        run.id(),
                        key + "-" + (notices.size() + 1),
                        reached,
                        target,
                        data,
                        now,
                        State.WAITING,
                        List.of(),
                        0,
                        0));
            }
        }
        return notices;
    }

    private static Map<String, Object> data(Run run) {
        var data = new LinkedHashMap<String, Object>();
        data.put("run", run.id().value());
        data.put("manifest", run.manifestKey());
        data.put("model_id", run.manifest().modelId());
        switch (run.state()) {
            case RunState.Done done -> {
                data.put("verdict", done.verdict().name().toLowerCase(java.util.Locale.ROOT));
                data.put("records", done.records());
                data.put("ok", done.tally().ok());
                data.put("failed", done.tally().failed());
                data.put("skipped", done.tally().skipped());
            }
            case RunState.Planned planned -> {
                data.put("verdict", "planned");
                data.put("records", planned.records());
            }
            case RunState.Failed failed -> data.put("reason", failed.reason());
            default -> {}
        }
        return data;
    }

    /** What receivers tell repeated deliveries by: the same each time it is sent. */
    public String id() {
        return run + "_" + key;
    }

    /** The notice after a delivery. */
    public Notice delivered(Attempt attempt) {
        return with(State.DELIVERED, attempt);
    }

    /** The notice after a delivery that failed and is to be tried again. */
    public Notice failed(Attempt attempt) {
        return with(State.WAITING, attempt);
    }

    public Notice givenUp(Attempt attempt) {
        return with(State.GIVEN_UP, attempt);
    }

    /** The notice as a user wants it sent once more. */
    public Notice again() {
        return new Notice(run, key, milestone, target, data, at, State.WAITING, attempts, 0, version + 1);
    }

    private Notice with(State next, Attempt attempt) {
        var log = new ArrayList<>(attempts);
        log.add(attempt);
        return new Notice(
                run,
                key,
                milestone,
                target,
                data,
                at,
                next,
                List.copyOf(log.subList(Math.max(0, log.size() - KEPT), log.size())),
                tries + 1,
                version + 1);
    }
}
