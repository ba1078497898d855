package io.caravan.track;

import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.port.BatchInference;
import io.caravan.port.BatchInference.Report;
import io.caravan.port.Inventory;
import io.caravan.port.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns events and silence into what is really so at Bedrock. Thread-safe. */
public final class Tracker {
    private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);
    private static final int AT_ONCE = 1000;
    /** Bedrock's clock and ours may differ, and a job may be older than our knowledge of it. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final Inventory inventory;
    private final BatchInference bedrock;
    private final Duration silence;
    private final InstantSource clock;

    /** {@code silence}: how long to leave a job alone after news of it. */
    public Tracker(Inventory inventory, BatchInference bedrock, Duration silence, InstantSource clock) {
        this.inventory = inventory;
        this.bedrock = bedrock;
        this.silence = silence;
        this.clock = clock;
    }

    /**
     * Looks at the job that an event speaks of. What the event says of it is not believed, but read from Bedrock.
     *
     * @return the job, when it is over now
     */
    public List<JobId> heard(Event event) {
        var detail = event.detail();
        if (detail == null || detail.batchJobName() == null || detail.batchJobArn() == null) {
            return List.of();
        }
        Optional<Job> job = JobId.parse(detail.batchJobName()).flatMap(inventory::job);
        if (job.isEmpty() || !awaited(job.get())) {
            return List.of(); // another user's job, or an old story
        }
        return bedrock.get(detail.batchJobArn())
                .filter(report -> report.name().equals(job.get().id().name()))
                .map(report -> apply(job.get(), report))
                .orElse(List.of());
    }

    /**
     * Asks about every job that has been silent for too long, in one listing.
     *
     * @return those that are over now
     */
    public List<JobId> silent() {
        Instant now = clock.instant();
        List<Job> jobs = inventory.overdueJobs(Stage.TRACK, now, AT_ONCE);
        if (jobs.isEmpty()) {
            return List.of();
        }
        Map<String, Report> reports = list(jobs);
        var over = new ArrayList<JobId>();
        for (Job job : jobs) {
            Optional<Report> report =
                    Optional.ofNullable(reports.get(job.id().name())).or(() -> ask(job));
            report.ifPresent(known -> over.addAll(apply(job, known)));
            if (report.isEmpty()) {
                LOG.warn("job {} is unknown to Bedrock; asked again later", job.id());
                inventory.postpone(job, now.plus(silence));
            }
        }
        return over;
    }

    private Map<String, Report> list(List<Job> jobs) {
        Instant oldest = clock.instant();
        for (Job job : jobs) {
            if (job.state() instanceof JobState.Submitted submitted
                    && submitted.since().isBefore(oldest)) {
                oldest = submitted.since();
            }
        }
        var reports = new HashMap<String, Report>();
        for (Report report : bedrock.list(oldest.minus(MARGIN))) {
            reports.put(report.name(), report);
        }
        return reports;
    }

    private Optional<Report> ask(Job job) {
        return job.state() instanceof JobState.Submitted submitted ? bedrock.get(submitted.arn()) : Optional.empty();
    }

    private static boolean awaited(Job job) {
        return job.state().holdsSlot();
    }

    private List<JobId> apply(Job job, Report report) {
        return switch (job.state()) {
            case JobState.Submitting submitting -> apply(job, submitting.input(), report, submitting.since());
            case JobState.Submitted submitted -> apply(job, submitted.input(), report, submitted.since());
            default -> List.of(); // over already: nothing goes back
        };
    }

    private List<JobId> apply(Job job, JobState.Input input, Report report, Instant since) {
        if (!report.status().terminal()) {
            inventory.move(job, new JobState.Submitted(input, report.arn(), report.status(), report.progress(), since));
            return List.of();
        }
        var ended = new JobState.Ended(
                input, report.arn(), report.status(), missing(report), report.message(), since, clock.instant());
        if (inventory.move(job, ended).isPresent()) {
            LOG.info("job {} is over: {} {}", job.id(), report.status().word(), report.message());
        }
        return List.of(job.id());
    }

    /** What it means for a record that the job's output says nothing of it. */
    private static ErrorClass missing(Report report) {
        return switch (report.status()) {
            case EXPIRED, PARTIALLY_COMPLETED -> ErrorClass.TIMEOUT;
            // Failed before its first record: the job was not valid, and the same job fails again.
            case FAILED -> report.progress().processed() == 0 ? ErrorClass.VALIDATION : ErrorClass.UNPROCESSED;
            default -> ErrorClass.UNPROCESSED;
        };
    }
}
