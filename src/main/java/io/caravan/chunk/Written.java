package io.caravan.chunk;

import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Pool;
import io.caravan.model.RunId;
import java.util.List;

/**
 * Where a job goes from here; nowhere when it is further on already.
 *
 * @param toSubmit the pool in which it waits for a slot
 * @param toInvoke the job, when its records are to be invoked on demand
 * @param toCollect the job, when it is over without having been sent
 * @param toTry its run, when the first records are to be tried before
 */
public record Written(List<Pool> toSubmit, List<JobId> toInvoke, List<JobId> toCollect, List<RunId> toTry) {
    static final Written NOTHING = new Written(List.of(), List.of(), List.of(), List.of());

    static Written of(Job job) {
        return switch (job.state()) {
            case JobState.Ready ready -> new Written(List.of(job.pool()), List.of(), List.of(), List.of());
            case JobState.Invoking invoking -> new Written(List.of(), List.of(job.id()), List.of(), List.of());
            case JobState.Ended ended -> toCollect(job.id());
            case JobState.Planned planned -> NOTHING;
            case JobState.Writing writing -> NOTHING;
            case JobState.Submitting submitting -> NOTHING;
            case JobState.Submitted submitted -> NOTHING;
            case JobState.Collected collected -> NOTHING;
        };
    }

    static Written toCollect(JobId job) {
        return new Written(List.of(), List.of(), List.of(job), List.of());
    }

    static Written toTry(RunId run) {
        return new Written(List.of(), List.of(), List.of(), List.of(run));
    }
}
