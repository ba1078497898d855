package io.caravan.aggregate;

import io.caravan.family.Limits;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Remainder;
import io.caravan.model.Run;
import io.caravan.model.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * Pools failed rows of a whole run into as few new jobs as the limits allow. The same states give the same plan, so two
 * replicas plan the same jobs.
 *
 * @param all every failed row, or only those that may heal
 */
record RetryPlan(Run run, List<Job> jobs, Limits limits, boolean all) {

    /** Rows that are to be sent again. */
    long rows() {
        long rows = 0;
        for (Job job : jobs) {
            if (job.work() instanceof Work.Rows && job.state() instanceof JobState.Collected collected) {
                rows += all ? collected.tally().failed() : collected.tally().retryable();
            }
        }
        return rows;
    }

    int lastAttempt() {
        return jobs.stream().mapToInt(job -> job.id().attempt()).max().orElse(0);
    }

    /** The jobs of the next attempt; none when there are fewer rows than Bedrock takes in a job and they are to be rejected. */
    List<Job> next() {
        long rows = rows();
        if (rows < least() || lastAttempt() == JobId.MAX_ATTEMPT) {
            return List.of();
        }
        long most = Math.min(run.manifest().caps().recordsPerJob().orElse(limits.maxRecords()), limits.maxRecords());
        long bySize = rows * averageBytes() * 2 / limits.maxFileBytes() + 1; // twice, as large rows may fail together
        long count = Math.max((rows + most - 1) / most, bySize);
        count = Math.max(1, Math.min(count, rows / limits.minRecords()));
        var planned = new ArrayList<Job>();
        for (long i = 0; i < count; i++) {
            long first = rows * i / count;
            var work = new Work.Retries(first, rows * (i + 1) / count - first, all);
            var id = new JobId(run.id(), (int) i + 1, lastAttempt() + 1);
            planned.add(Job.planned(id, work, run.pool(), run.manifest().priority()));
        }
        return planned;
    }

    /** The remainder's policy is applied where the job's input is written. */
    private long least() {
        return run.manifest().remainder() == Remainder.REJECT ? limits.minRecords() : 1;
    }

    private long averageBytes() {
        long bytes = 0;
        long records = 1;
        for (Job job : jobs) {
            if (job.state() instanceof JobState.Collected collected) {
                bytes += collected.input().bytes();
                records += collected.input().records();
            }
        }
        return bytes / records;
    }
}
