package io.caravan.aws;

import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunState;
import io.caravan.port.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where what is open stands in the index {@code next}: it is in exactly one queue, that of the stage it waits for.
 *
 * @param patience for stages that a message wakes: after that they are overdue and woken again
 * @param silence for jobs at Bedrock: after that they are asked about; for what is invoked on demand: after that another
 *     replica goes on with it
 */
public record Turns(InstantSource clock, Duration patience, Duration silence) {
    /** The queue of jobs that wait for their turn to be written. */
    public static final String PLANNED = "planned";

    /** Jobs whose turn to be written came, and was missed: they take no place of those whose turn comes. */
    private static final String AGAIN = "again/chunk";

    /** A place in a queue. */
    public record Turn(String stage, String turn) {

        /** The place of what was overdue here, and is not so again before then. */
        public Turn postponed(Instant until) {
            return new Turn(stage.equals(jobs(Stage.CHUNK)) ? AGAIN : stage, at(until));
        }

        Map<String, AttributeValue> attributes() {
            return Map.of(InventoryTable.STAGE, Items.text(stage), InventoryTable.TURN, Items.text(turn));
        }
    }

    Optional<Turn> of(Run run) {
        return switch (run.state()) {
            case RunState.Accepted accepted -> due(runs(Stage.PLAN), patience);
            case RunState.Canary canary -> due(runs(Stage.CANARY), silence);
            case RunState.Fetching fetching -> due(runs(Stage.PLAN), patience);
            case RunState.Running running -> due(runs(Stage.AGGREGATE), patience);
            case RunState.Cancelling cancelling -> due(runs(Stage.AGGREGATE), patience);
            case RunState.Planned planned -> Optional.empty();
            case RunState.Done done -> Optional.empty();
            case RunState.Failed failed -> Optional.empty();
        };
    }

    public Optional<Turn> of(Job job) {
        return switch (job.state()) {
            case JobState.Planned planned -> Optional.of(new Turn(PLANNED, order(job)));
            case JobState.Writing writing -> due(jobs(Stage.CHUNK), patience);
            case JobState.Ready ready -> Optional.of(new Turn(ready(job.pool()), order(job)));
            case JobState.Invoking invoking -> due(jobs(Stage.INVOKE), silence);
            case JobState.Submitting submitting -> due(jobs(Stage.SUBMIT), silence);
            case JobState.Submitted submitted -> due(jobs(Stage.TRACK), silence);
            case JobState.Ended ended -> due(jobs(Stage.COLLECT), patience);
            case JobState.Collected collected -> Optional.empty();
        };
    }

    /** The queue of runs that wait for a stage. */
    static String runs(Stage stage) {
        return "runs/" + stage.word();
    }

    /** The queues in which jobs wait for a stage until they are overdue. */
    public static List<String> due(Stage stage) {
        return stage == Stage.CHUNK ? List.of(jobs(stage), AGAIN) : List.of(jobs(stage));
    }

    /** The queue of jobs that wait for a stage. */
    public static String jobs(Stage stage) {
        return "jobs/" + stage.word();
    }

    /** The queue of jobs that wait for a slot of a pool. */
    public static String ready(Pool pool) {
        return "ready/" + pool.key();
    }

    /** Higher priority first; between equals the runs take turns chunk by chunk, so a small run never waits behind a large one. */
    static String order(Job job) {
        return "%d#%05d#%s"
                .formatted(9 - job.priority(), job.id().chunk(), job.id().name());
    }

    /** A time as a place in a queue. */
    public static String at(Instant time) {
        return "%015d".formatted(time.toEpochMilli());
    }

    private Optional<Turn> due(String stage, Duration wait) {
        return Optional.of(new Turn(stage, at(clock.instant().plus(wait))));
    }
}
