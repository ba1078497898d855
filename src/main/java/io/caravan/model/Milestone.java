package io.caravan.model;

import java.util.Locale;
import java.util.Optional;

/** What of a run others may be told. */
public enum Milestone {
    /** Its manifest was taken. */
    ACCEPTED,
    /** It is over and what it was asked for is there; cancelled runs and dry runs too. */
    DONE,
    /** It is over without a result, or with more failed rows than it tolerates. */
    FAILED,
    /** It does not go on by itself: a message about it was parked, or it got no slot for long. */
    NEEDS_ATTENTION;

    /** The word users write and read: lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it means that a run came into a state, if anything. */
    public static Optional<Milestone> of(RunState state) {
        return switch (state) {
            case RunState.Accepted accepted -> Optional.of(ACCEPTED);
            case RunState.Fetching fetching -> Optional.empty();
            case RunState.Canary canary -> Optional.empty();
            case RunState.Running running -> Optional.empty();
            case RunState.Cancelling cancelling -> Optional.empty();
            case RunState.Planned planned -> Optional.of(DONE);
            case RunState.Done done -> Optional.of(done.verdict() == RunState.Verdict.FAILED ? FAILED : DONE);
            case RunState.Failed failed -> Optional.of(FAILED);
        };
    }
}
