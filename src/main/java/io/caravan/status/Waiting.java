package io.caravan.status;

import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in words what a run waits for. */
final class Waiting {
    private static final long MB = 1_000_000;

    private Waiting() {}

    /** Empty when the run is over. */
    static Optional<String> of(Run run, Optional<Slots> slots, Instant now) {
        return switch (run.state()) {
            case RunState.Accepted accepted -> Optional.of("its data set is being counted");
            case RunState.Canary canary -> Optional.of("its first records are being tried on demand");
            case RunState.Fetching fetching -> Optional.of(fetching(fetching));
            case RunState.Running running -> Optional.of(running(run, slots, now));
            case RunState.Cancelling cancelling -> Optional.of("it is being cancelled: " + running(run, slots, now));
            case RunState.Planned planned -> Optional.empty();
            case RunState.Done done -> Optional.empty();
            case RunState.Failed failed -> Optional.empty();
        };
    }

    private static String fetching(RunState.Fetching fetching) {
        return "its data set is being fetched: %d of %d %s, %d of %d MB"
                .formatted(
                        fetching.fetched(),
                        fetching.files(),
                        fetching.files() == 1 ? "file" : "files",
                        fetching.fetchedBytes() / MB,
                        (fetching.bytes() + MB - 1) / MB);
    }

    private static String running(Run run, Optional<Slots> slots, Instant now) {
        var reasons = new ArrayList<String>();
        count(
                reasons,
                run,
                JobState.Planned.class,
                "%d jobs wait for their turn to be written",
                "1 job waits for its turn to be written");
        count(reasons, run, JobState.Writing.class, "%d jobs are being written", "1 job is being written");
        count(
                reasons,
                run,
                JobState.Invoking.class,
                "the records of %d jobs are being invoked on demand",
                "the records of 1 job are being invoked on demand");
        long ready = run.counts().jobs(JobState.Ready.class);
        if (ready > 0) {
            reasons.add(jobs(ready, "wait", "waits") + " "
                    + slots.map(known -> room(known, now)).orElse("to be started"));
        }
        long there = run.counts().jobs(JobState.Submitting.class) + run.counts().jobs(JobState.Submitted.class);
        if (there > 0) {
            reasons.add(jobs(there, "are", "is") + " at Bedrock");
        }
        count(
                reasons,
                run,
                JobState.Ended.class,
                "the answers of %d jobs are being joined",
                "the answers of 1 job are being joined");
        return reasons.isEmpty() ? "the result is being put together" : String.join("; ", reasons);
    }

    private static String room(Slots slots, Instant now) {
        if (slots.paused(now) && slots.free(now) <= 0 && slots.ceiling() < slots.limit()) {
            return "for room at Bedrock: " + slots.pauseReason();
        }
        return slots.free(now) > 0
                ? "to be started"
                : "for a slot: all " + slots.limit() + " of " + slots.pool().baseModel() + " are in use";
    }

    private static void count(List<String> reasons, Run run, Class<? extends JobState> state, String many, String one) {
        long jobs = run.counts().jobs(state);
        if (jobs > 0) {
            reasons.add(jobs == 1 ? one : many.formatted(jobs));
        }
    }

    private static String jobs(long count, String many, String one) {
        return count == 1 ? "1 job " + one : count + " jobs " + many;
    }
}
