package io.caravan.aggregate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.family.Price;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Prompt;
import io.caravan.model.PromptCount;
import io.caravan.model.Prompts;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunState;
import io.caravan.model.Source;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes {@code summary.json}. Its {@code version} rises when a member changes its meaning or goes. */
final class Summary {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Summary() {}

    /**
     * The summary of a run that is over, as UTF-8 JSON.
     *
     * @param canary what the run's canary was billed for
     * @param counts of a run with several prompts, by their ids; empty where they are not known
     */
    static byte[] of(
            Run run,
            List<Job> jobs,
            Optional<Price> price,
            Tally.Portion canary,
            Map<String, PromptCount> counts,
            String bucket) {
        Manifest manifest = run.manifest();
        ObjectNode summary = JSON.createObjectNode();
        summary.put("version", VERSION);
        summary.put("run", run.id().value());
        switch (run.state()) {
            case RunState.Done done -> done(summary, run, done, price, bucket);
            case RunState.Planned planned -> {
                summary.put("state", "planned");
                summary.putObject("rows").put("total", planned.records());
                times(summary, run.acceptedAt(), planned.at());
            }
            case RunState.Failed failed -> {
                summary.put("state", "failed");
                summary.put("reason", failed.reason());
                Optional<BigDecimal> cost = price.map(known -> onDemand(known, canary));
                portion(summary, "canary_bill", canary, cost);
                cost.filter(amount -> canary.records() > 0)
                        .ifPresent(amount -> summary.put("cost_usd", amount.stripTrailingZeros()));
                times(summary, run.acceptedAt(), failed.at());
            }
            default -> throw new IllegalArgumentException("run " + run.id() + " is not over");
        }
        summary.put("source", manifest.source().toString());
        if (manifest.source() instanceof Source.Hub hub) {
            ObjectNode dataset = summary.putObject("dataset");
            dataset.put("id", hub.dataset());
            dataset.put("config", hub.config());
            dataset.put("split", hub.split());
            dataset.put("revision", hub.revision());
            dataset.put("conversion", hub.conversion().word());
        }
        summary.put("model_id", manifest.modelId());
        manifest.canary()
                .ifPresent(records -> summary.put(
                        "canary", new RunFolder(bucket, run.id()).canary().toString()));
        prompts(summary, manifest.prompts(), counts, price.isPresent());
        if (!(run.state() instanceof RunState.Failed)) {
            summary.put("plan", new RunFolder(bucket, run.id()).plan().toString());
        }
        jobs(summary.putArray("jobs"), jobs);
        try {
            return JSON.writeValueAsBytes(summary);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void prompts(ObjectNode summary, Prompts prompts, Map<String, PromptCount> counts, boolean priced) {
        switch (prompts) {
            case Prompts.None none -> {}
            case Prompts.One one -> prompt(summary, one.prompt());
            case Prompts.Each each -> several(summary, each, counts, priced);
            case Prompts.Named named -> {
                summary.put("prompt_column", named.column());
                Optional.ofNullable(counts.get(""))
                        .ifPresent(unnamed -> summary.put("rows_without_prompt", unnamed.skipped()));
                several(summary, named, counts, priced);
            }
        }
    }

    private static void several(ObjectNode summary, Prompts prompts, Map<String, PromptCount> counts, boolean priced) {
        ArrayNode list = summary.putArray("prompts");
        for (Prompt prompt : prompts.all()) {
            ObjectNode entry = list.addObject();
            prompt(entry, prompt);
            if (!counts.isEmpty()) {
                String id = prompt.id().orElseThrow();
                count(entry, counts.getOrDefault(id, PromptCount.none(id)), priced);
            }
        }
    }

    private static void count(ObjectNode entry, PromptCount count, boolean priced) {
        entry.put("ok", count.ok());
        entry.put("failed", count.failed());
        entry.put("skipped", count.skipped());
        entry.put("input_tokens", count.inputTokens());
        entry.put("output_tokens", count.outputTokens());
        if (priced) {
            entry.put("cost_usd", count.costUsd().stripTrailingZeros());
        }
    }

    private static void prompt(ObjectNode json, Prompt prompt) {
        prompt.id().ifPresent(id -> json.put("prompt_id", id));
        json.put("prompt_digest", prompt.digest());
    }

    private static void done(ObjectNode summary, Run run, RunState.Done done, Optional<Price> price, String bucket) {
        var folder = new RunFolder(bucket, run.id());
        Tally tally = done.tally();
        summary.put("state", done.verdict().name().toLowerCase(Locale.ROOT));
        if (done.verdict() == RunState.Verdict.FAILED) {
            summary.put(
                    "reason",
                    tally.failed() + " of " + tally.total() + " rows failed, more than max_failed_percent "
                            + run.manifest().maxFailedPercent());
        }
        ObjectNode rows = summary.putObject("rows");
        rows.put("total", tally.total());
        rows.put("ok", tally.ok());
        rows.put("failed", tally.failed());
        rows.put("skipped", tally.skipped());
        if (run.manifest().dedupe()) {
            summary.putObject("dedupe")
                    .put("sent", tally.ok() + tally.failed() - tally.repeats())
                    .put("repeats", tally.repeats());
        }
        ObjectNode errors = summary.putObject("errors");
        new TreeMap<>(tally.errors()).forEach(errors::put);
        ObjectNode tokens = summary.putObject("tokens");
        tokens.put("input", tally.inputTokens());
        tokens.put("output", tally.outputTokens());
        Tally.Portion padding = tally.padding();
        Tally.Portion canary = tally.bill().canary();
        Tally.Portion batch = tally.replaced();
        Tally.Portion single = tally.replacedOnDemand();
        portion(summary, "on_demand", tally.onDemand(), Optional.empty());
        portion(summary, "padding", padding, price.map(known -> batch(known, padding)));
        portion(summary, "canary_bill", canary, price.map(known -> onDemand(known, canary)));
        portion(
                summary,
                "replaced",
                batch.plus(single),
                price.map(known -> batch(known, batch).add(onDemand(known, single))));
        price.ifPresent(known -> {
            summary.put("cost_usd", known.cost(tally).stripTrailingZeros());
            summary.put("price_taken", known.taken().toString());
        });
        summary.put("result", folder.result(run.manifest().outputFormat()).toString());
        summary.put("errors_file", folder.errors().toString());
        times(summary, run.acceptedAt(), done.at());
    }

    /**
     * Nothing, where there are no such records.
     *
     * @param cost empty too where it is among the rows' own
     */
    private static void portion(ObjectNode summary, String name, Tally.Portion portion, Optional<BigDecimal> cost) {
        if (portion.records() > 0) {
            ObjectNode entry = summary.putObject(name)
                    .put("records", portion.records())
                    .put("input_tokens", portion.inputTokens())
                    .put("output_tokens", portion.outputTokens());
            cost.ifPresent(amount -> entry.put("cost_usd", amount.stripTrailingZeros()));
        }
    }

    private static BigDecimal batch(Price price, Tally.Portion portion) {
        return price.batch(portion.inputTokens(), portion.outputTokens());
    }

    private static BigDecimal onDemand(Price price, Tally.Portion portion) {
        return price.onDemand(portion.inputTokens(), portion.outputTokens());
    }

    private static void times(ObjectNode summary, Instant accepted, Instant ended) {
        summary.put("accepted_at", accepted.toString());
        summary.put("ended_at", ended.toString());
        summary.put("seconds", Duration.between(accepted, ended).toMillis() / 1000.0);
    }

    private static void jobs(ArrayNode list, List<Job> jobs) {
        for (Job job : jobs) {
            if (job.work() instanceof Work.Spread) {
                continue; // nothing of Bedrock's
            }
            ObjectNode entry = list.addObject();
            entry.put("name", job.id().name());
            entry.put("state", job.state().word());
            if (job.state() instanceof JobState.Collected collected) {
                entry.put("arn", collected.arn());
                entry.put("status", collected.status().word());
                if (!collected.message().isEmpty()) {
                    entry.put("message", collected.message());
                }
                entry.put("records", collected.input().records());
                entry.put("ok", collected.tally().ok());
                entry.put("failed", collected.tally().failed());
                entry.put("skipped", collected.tally().skipped());
            }
        }
    }
}
