package io.caravan.port;

import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Parked;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The only memory: runs, their jobs and the slots in use. Every write is conditional on what was read, so that any step
 * may run twice, on any replica, and the second time is harmless. Where one run or job, or all of a run, are asked for and
 * a later version wrote one of them, {@link NewerItem} is thrown; what is next in a queue or a list is found without such.
 * Thread-safe.
 */
public interface Inventory {

    /** Adds a run; false when it is already there. */
    boolean add(Run run);

    /** Adds jobs of a run; those already there are left as they are. Where the first is, all are. */
    void add(List<Job> jobs);

    Optional<Run> run(RunId id);

    /** The newest runs first. */
    default List<Run> runs(int limit) {
        return runs(limit, Optional.empty());
    }

    /** The newest runs first, from the one that was accepted before {@code later} on. */
    List<Run> runs(int limit, Optional<Run> later);

    Optional<Job> job(JobId id);

    /** All jobs of a run, in order of attempt and chunk. */
    List<Job> jobs(RunId id);

    /** The jobs of a run from an attempt on, in the same order, without reading the others. */
    default List<Job> jobs(RunId id, int attempt) {
        return jobs(id).stream().filter(job -> job.id().attempt() >= attempt).toList();
    }

    /** Some jobs of a run, in the same order, from the one behind {@code after} on. */
    List<Job> jobs(RunId id, int limit, Optional<JobId> after);

    /** The jobs of a run that wait for a stage, without reading the others. */
    List<Job> jobs(RunId id, Stage stage);

    /** Moves a run on; empty when somebody else moved it since it was read. */
    Optional<Run> move(Run run, RunState to);

    /**
     * Moves a job on; empty when somebody else moved it since it was read. A slot that the new state no longer holds is
     * given back, and the run's counts follow, in the same transaction.
     */
    Optional<Job> move(Job job, JobState to);

    /**
     * Takes a slot for a ready job and moves it to {@link JobState.Submitting}, in one transaction.
     *
     * @param room no slot is taken when so many are in use; the pool's limit holds in any case
     */
    Claim claim(Job job, int room, Instant now);

    /** What became of a claim. */
    sealed interface Claim {
        record Won(Job job) implements Claim {}

        /** Somebody else moved the job. */
        record Lost() implements Claim {}

        /** All slots of the pool are in use. */
        record NoSlot() implements Claim {}
    }

    /**
     * Planned jobs in the order they are to be written: priority first, then runs taking turns. Found as they are asked
     * for, so take no more than are needed.
     */
    Stream<JobId> planned();

    /** How many jobs are {@link JobState.Writing}, but for those that were overdue since; counted up to {@code most}. */
    int writing(int most);

    /** Ready jobs of a pool in the order they are to be started: priority first, then runs taking turns. */
    List<Job> ready(Pool pool, int limit);

    /** Makes a pool known, or changes how many jobs it may have at once. */
    void open(Pool pool, int limit);

    /** All pools. */
    List<Slots> slots();

    /** Sets how many slots of a pool are in use; false when one was taken or given back since they were read. */
    boolean recount(Slots read, int inUse);

    /** Starts no more jobs in a pool than {@code ceiling} until then; it is the {@code pauses}th pause in a row. */
    void pause(Pool pool, int ceiling, Instant until, int pauses, String reason);

    /** Jobs that have waited for this stage beyond their patience. */
    List<Job> overdueJobs(Stage stage, Instant now, int limit);

    /** Runs that have waited for this stage beyond their patience. */
    List<Run> overdueRuns(Stage stage, Instant now, int limit);

    /** Runs that are planned and not over. */
    List<Run> running();

    /** The same, but none may be missing: {@link NewerItem} when there is one that this version cannot read. */
    default List<Run> allRunning() {
        return running();
    }

    /** Not overdue again before then: somebody is at it. */
    void postpone(Job job, Instant until);

    void postpone(Run run, Instant until);

    /** Keeps a note of a message that no route could handle. */
    void park(Parked parked);

    /** The newest notes first. */
    List<Parked> parked(int limit);

    /** Forgets a note, if it is still there. */
    void unpark(Parked parked);

    /** Takes or renews a lease that one replica at a time may hold; false when another has it. */
    boolean lease(String name, String holder, Instant now, Duration length);
}
