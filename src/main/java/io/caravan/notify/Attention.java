package io.caravan.notify;

import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Milestone;
import io.caravan.model.Notice;
import io.caravan.model.Parked;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.port.Inventory;
import io.caravan.port.Notices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Finds the runs that do not go on by themselves. It follows from what the inventory holds, so none is missed. Thread-safe. */
public final class Attention {
    private static final int NEWEST = 50;

    private final Inventory inventory;
    private final Notices notices;
    private final Duration longest;
    private final InstantSource clock;

    /** @param longest how long a run may be without any slot */
    public Attention(Inventory inventory, Notices notices, Duration longest, InstantSource clock) {
        this.inventory = inventory;
        this.notices = notices;
        this.longest = longest;
        this.clock = clock;
    }

    /** Has it told, once for each reason. */
    public void look() {
        Instant now = clock.instant();
        inventory.running().stream().filter(Attention::wanted).forEach(run -> slots(run, now));
        for (Parked parked : inventory.parked(NEWEST)) {
            run(parked).filter(Attention::wanted).ifPresent(run -> parked(run, parked, now));
        }
    }

    private void slots(Run run, Instant now) {
        long held = run.counts().jobs(JobState.Submitting.class) + run.counts().jobs(JobState.Submitted.class);
        if (run.state() instanceof RunState.Running running
                && run.counts().jobs(JobState.Ready.class) > 0
                && held == 0
                && running.since().plus(longest).isBefore(now)) {
            String reason = run.counts().jobs(JobState.Ready.class) + " of its jobs wait for a slot, and it holds none";
            tell(run, "slots-" + running.since().getEpochSecond(), reason, now);
        }
    }

    private void parked(Run run, Parked parked, Instant now) {
        tell(run, "parked-" + parked.route(), "a message about it was parked: " + parked.reason(), now);
    }

    private void tell(Run run, String key, String reason, Instant now) {
        Notice.attention(run, key, reason, now).forEach(notices::add);
    }

    /** The messages of the queues are names of runs and of jobs. */
    private Optional<Run> run(Parked parked) {
        String name = parked.message();
        Optional<RunId> id = JobId.parse(name).map(JobId::run);
        return id.or(() -> RunId.fits(name) ? Optional.of(new RunId(name)) : Optional.empty())
                .flatMap(inventory::run);
    }

    private static boolean wanted(Run run) {
        return run.manifest().audience().wants(Milestone.NEEDS_ATTENTION);
    }
}
