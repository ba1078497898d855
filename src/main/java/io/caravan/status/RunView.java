package io.caravan.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.family.Price;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import io.caravan.model.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as users see it: {@code status.json} and the API's answer.
 *
 * @param state accepted, fetching, canary, running, cancelling, done, failed or cancelled
 * @param waiting what it waits for, in words; null when it is over
 * @param reason why it failed; null otherwise
 * @param records rows in all; null before planning
 * @param repeats rows that ask what an earlier one asks and were not sent; null where all are
 * @param costUsd what was billed so far, in US dollars, and at the end the canary too; null where the price is not known
 * @param expectedCostUsd what they will have cost in the end, judged by the rows that are answered; null before the first
 * @param plan where the estimate made before anything was sent stands
 * @param retryable failed rows of a finished run, which a retry sends again
 * @param unsent rows that a cancelled run never sent; a retry sends them, and leaves the failed ones to the next
 * @param pace how fast its jobs go; null before the first records, and when it is over
 * @param quota whose slots its jobs take
 * @param processed records that Bedrock has worked on, by its own counts
 * @param jobs jobs by state
 * @param bedrock jobs at Bedrock by its status
 * @param canary its report, where one run is asked for and there is one; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
        String id,
        String state,
        @Nullable String waiting,
        @Nullable String reason,
        @JsonProperty("model_id") String modelId,
        String source,
        String manifest,
        @JsonProperty("accepted_at") String acceptedAt,
        @JsonProperty("ended_at") @Nullable String endedAt,
        @Nullable Long records,
        @Nullable Long repeats,
        long processed,
        long ok,
        long failed,
        long skipped,
        long retryable,
        long unsent,
        Map<String, Long> errors,
        @JsonProperty("input_tokens") long inputTokens,
        @JsonProperty("output_tokens") long outputTokens,
        @JsonProperty("cost_usd") @Nullable BigDecimal costUsd,
        @JsonProperty("expected_cost_usd") @Nullable BigDecimal expectedCostUsd,
        @Nullable Pace pace,
        String quota,
        Map<String, Long> jobs,
        Map<String, Long> bedrock,
        @Nullable String plan,
        @Nullable String result,
        @JsonProperty("errors_file") @Nullable String errorsFile,
        @Nullable String summary,
        @Nullable JsonNode canary) {

    /** The view of a run. {@code jobs} may be empty where details of the jobs at Bedrock are not wanted. */
    static RunView of(
            Run run,
            List<Job> jobs,
            Optional<Slots> slots,
            Optional<Price> price,
            Optional<JsonNode> canary,
            Instant now,
            String bucket) {
        var folder = new RunFolder(bucket, run.id());
        Tally tally = run.counts().tally();
        Long records = null;
        long repeats = 0;
        String state = "accepted";
        String reason = null;
        String endedAt = null;
        boolean delivered = false;
        boolean planned = true;
        Optional<Instant> since = Optional.empty();
        switch (run.state()) {
            case RunState.Accepted accepted -> planned = false;
            case RunState.Fetching fetching -> {
                state = "fetching";
                planned = false;
            }
            case RunState.Canary trying -> {
                state = "canary";
                records = trying.records();
                repeats = trying.repeats();
            }
            case RunState.Running running -> {
                state = "running";
                records = running.records();
                repeats = running.repeats();
                since = Optional.of(running.since());
            }
            case RunState.Cancelling cancelling -> {
                state = "cancelling";
                records = cancelling.records();
                repeats = cancelling.repeats();
            }
            case RunState.Planned only -> {
                state = "planned";
                records = only.records();
                repeats = only.repeats();
                endedAt = only.at().toString();
            }
            case RunState.Done done -> {
                state = done.verdict().name().toLowerCase(Locale.ROOT);
                reason = done.verdict() == RunState.Verdict.FAILED
                        ? "more rows failed than max_failed_percent tolerates"
                        : null;
                records = done.records();
                repeats = done.repeats();
                tally = done.tally();
                endedAt = done.at().toString();
                delivered = true;
            }
            case RunState.Failed failed -> {
                state = "failed";
                reason = failed.reason();
                endedAt = failed.at().toString();
                planned = false;
            }
        }
        long processed = tally.total() + (run.state().over() ? 0 : processed(jobs));
        if (records != null) {
            processed = Math.min(processed, records); // rows that are sent again are not processed twice
        }
        return new RunView(
                run.id().value(),
                state,
                Waiting.of(run, slots, now).orElse(null),
                reason,
                run.manifest().modelId(),
                run.manifest().source().toString(),
                run.manifestKey(),
                run.acceptedAt().toString(),
                endedAt,
                records,
                records != null && run.manifest().dedupe() ? repeats : null,
                processed,
                tally.ok(),
                tally.failed(),
                tally.skipped(),
                run.state() instanceof RunState.Done ? tally.failed() : 0,
                run.state() instanceof RunState.Done done ? done.unsent() : 0,
                new TreeMap<>(tally.errors()),
                tally.inputTokens(),
                tally.outputTokens(),
                Cost.of(tally, price).orElse(null),
                run.state().over()
                        ? null
                        : Cost.expected(tally, records, repeats, price).orElse(null),
                pace(records, processed, tally.total(), since, now),
                run.pool().baseModel(),
                new TreeMap<>(run.counts().jobs()),
                atBedrock(jobs),
                planned ? folder.plan().toString() : null,
                delivered ? folder.result(run.manifest().outputFormat()).toString() : null,
                delivered ? folder.errors().toString() : null,
                run.state().over() ? folder.summary().toString() : null,
                canary.orElse(null));
    }

    private static @Nullable Pace pace(
            @Nullable Long records, long processed, long joined, Optional<Instant> since, Instant now) {
        return records == null
                ? null
                : since.flatMap(begun -> Pace.of(records, processed, joined, begun, now))
                        .orElse(null);
    }

    /** By Bedrock's own counts, never guessed from the time gone by; a job that is over but not joined yet is whole. */
    private static long processed(List<Job> jobs) {
        long processed = 0;
        for (Job job : jobs) {
            processed += switch (job.state()) {
                case JobState.Invoking invoking -> invoking.answered();
                // Padding is processed too.
                case JobState.Submitted submitted ->
                    Math.min(submitted.progress().processed(), job.work().records());
                case JobState.Ended ended -> job.work().records();
                default -> 0;
            };
        }
        return processed;
    }

    private static Map<String, Long> atBedrock(List<Job> jobs) {
        var counts = new TreeMap<String, Long>();
        for (Job job : jobs) {
            if (job.state() instanceof JobState.Submitted submitted) {
                counts.merge(submitted.status().word(), 1L, Long::sum);
            }
        }
        return counts;
    }
}
