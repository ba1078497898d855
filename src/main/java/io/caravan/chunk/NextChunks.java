package io.caravan.chunk;

import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.port.Inventory;
import io.caravan.port.NewerItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives planned jobs their turn to be written, some ahead of the workers: what the workers' queue holds is first come, first
 * served, so it is kept short. Thread-safe.
 */
public final class NextChunks {
    private static final Logger LOG = LoggerFactory.getLogger(NextChunks.class);

    private final Inventory inventory;
    private final int ahead;

    /** @param ahead jobs that are to be written now, for all replicas together; callers at the same moment may exceed it */
    public NextChunks(Inventory inventory, int ahead) {
        this.inventory = inventory;
        this.ahead = ahead;
    }

    /** The jobs whose turn has come with this call. */
    public List<JobId> next() {
        int room = ahead - inventory.writing(ahead);
        if (room <= 0) {
            return List.of();
        }
        Map<RunId, Boolean> runs = new HashMap<>();
        Predicate<JobId> open = job -> runs.computeIfAbsent(job.run(), this::mayGoOn);
        return inventory
                .planned()
                .filter(open)
                .flatMap(job -> call(job).stream())
                .limit(room)
                .toList();
    }

    private Optional<JobId> call(JobId id) {
        try {
            return inventory
                    .job(id)
                    .filter(job -> job.state() instanceof JobState.Planned)
                    .flatMap(job -> inventory.move(job, new JobState.Writing()))
                    .map(Job::id);
        } catch (NewerItem e) {
            LOG.warn("passed over: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean mayGoOn(RunId id) {
        try {
            return goesOn(id);
        } catch (NewerItem e) {
            LOG.warn("passed over with its jobs: {}", e.getMessage());
            return false;
        }
    }

    private boolean goesOn(RunId id) {
        return switch (inventory.run(id).orElseThrow().state()) {
            case RunState.Running running -> true;
            // Not planned to the end, or being tried: passed over until then.
            case RunState.Accepted accepted -> false;
            case RunState.Fetching fetching -> false;
            case RunState.Canary canary -> false;
            // Whoever cancels it ends its jobs.
            case RunState.Cancelling cancelling -> false;
            // It is to go on with these, once all of them are there.
            case RunState.Done done -> false;
            // Planned in spite of its end: whoever is to write them ends them.
            case RunState.Planned planned -> true;
            case RunState.Failed failed -> true;
        };
    }
}
