package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as users see it.
 *
 * @param state of ours
 * @param status Bedrock's, where it has or had the job
 * @param processed records that Bedrock has worked on
 * @param since when Bedrock got it
 * @param ended when Bedrock was done with it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobView(
        String name,
        int chunk,
        int attempt,
        String state,
        @Nullable String status,
        @Nullable String arn,
        long records,
        long processed,
        long ok,
        long failed,
        long skipped,
        @Nullable String message,
        @Nullable String since,
        @Nullable String ended) {

    static JobView of(Job job) {
        var id = job.id();
        long records = job.work().records();
        return switch (job.state()) {
            case JobState.Submitted submitted ->
                open(
                        job,
                        submitted.status().word(),
                        submitted.arn(),
                        submitted.progress().processed(),
                        submitted.since());
            case JobState.Invoking invoking -> open(job, null, null, invoking.answered(), null);
            case JobState.Ended ended ->
                new JobView(
                        id.name(),
                        id.chunk(),
                        id.attempt(),
                        ended.word(),
                        ended.status().word(),
                        words(ended.arn()),
                        records,
                        records,
                        0,
                        0,
                        0,
                        words(ended.message()),
                        text(ended.since()),
                        text(ended.at()));
            case JobState.Collected done ->
                new JobView(
                        id.name(),
                        id.chunk(),
                        id.attempt(),
                        done.word(),
                        done.status().word(),
                        words(done.arn()),
                        records,
                        done.tally().total(),
                        done.tally().ok(),
                        done.tally().failed(),
                        done.tally().skipped(),
                        words(done.message()),
                        text(done.since()),
                        text(done.ended()));
            case JobState.Writing writing -> open(job, null, null, 0, null);
            case JobState.Planned planned -> open(job, null, null, 0, null);
            case JobState.Ready ready -> open(job, null, null, 0, null);
            case JobState.Submitting submitting -> open(job, null, null, 0, submitting.since());
        };
    }

    private static JobView open(
            Job job, @Nullable String status, @Nullable String arn, long processed, @Nullable Instant since) {
        return new JobView(
                job.id().name(),
                job.id().chunk(),
                job.id().attempt(),
                job.state().word(),
                status,
                arn,
                job.work().records(),
                Math.min(processed, job.work().records()), // padding is processed too
                0,
                0,
                0,
                null,
                text(since),
                null);
    }

    private static @Nullable String words(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
