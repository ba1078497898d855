package io.caravan.aggregate;

import io.caravan.model.JobId;
import io.caravan.model.RunId;
import java.util.List;

/**
 * What a run needs next.
 *
 * @param toJoin first attempts whose part a later attempt has made stale
 * @param toCancel the run, when jobs of it are still to be stopped
 * @param over the run, when it is over
 */
public record Next(List<JobId> toJoin, List<RunId> toCancel, List<RunId> over) {
    static final Next NOTHING = new Next(List.of(), List.of(), List.of());

    static Next join(List<JobId> jobs) {
        return new Next(jobs, List.of(), List.of());
    }

    static Next cancel(RunId run) {
        return new Next(List.of(), List.of(run), List.of());
    }

    static Next over(RunId run) {
        return new Next(List.of(), List.of(), List.of(run));
    }
}
