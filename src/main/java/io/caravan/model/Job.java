package io.caravan.model;

/**
 * One attempt at one chunk.
 *
 * @param priority of its run, 0 to 9
 * @param version counts the writes of this job: a write is made on the version that was read, or not at all
 */
public record Job(JobId id, Work work, Pool pool, int priority, JobState state, long version) {

    public static Job planned(JobId id, Work work, Pool pool, int priority) {
        return new Job(id, work, pool, priority, new JobState.Planned(), 0);
    }

    /**
     * Whether a chunk is to be joined again: rows of it failed and a later attempt has been made since, or its part is
     * outdated.
     *
     * @param last the run's last attempt
     */
    public boolean stale(int last) {
        return work instanceof Work.Rows
                && state instanceof JobState.Collected collected
                && (collected.outdated() || (collected.tally().failed() > 0 && collected.joined() < last));
    }

    /** The job after a move. */
    public Job in(JobState next) {
        return new Job(id, work, pool, priority, next, version + 1);
    }
}
