package io.caravan.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.family.Model;
import io.caravan.family.Price;
import io.caravan.model.Answer;
import io.caravan.model.Tally;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a canary brought, and whether it stops its run: when more of its records failed than {@code max_failed_percent}
 * tolerates, or all of them.
 *
 * @param planned records of the run
 */
record CanaryReport(CanaryAnswers answers, Tally tally, double maxFailedPercent, Model model, long planned) {
    private static final int VERSION = 1;
    /** Characters of a vector. */
    private static final int SHOWN = 100;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    static CanaryReport of(CanaryAnswers answers, double maxFailedPercent, Model model, long planned) {
        return new CanaryReport(answers, answers.tally(), maxFailedPercent, model, planned);
    }

    /** Why the run is stopped; empty when it goes on. */
    Optional<String> objection() {
        boolean tolerated =
                tally.failed() * 100.0 <= maxFailedPercent * tally.total() && tally.failed() < tally.total();
        if (tally.failed() == 0 || tolerated) {
            return Optional.empty();
        }
        String classes = new TreeMap<>(tally.errors())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " \u00d7" + entry.getValue())
                        .collect(Collectors.joining(", "));
        return Optional.of("the canary stopped the run before anything was submitted: " + tally.failed() + " of its "
                + tally.total() + " records failed (" + classes + "), "
                + (tally.failed() == tally.total() ? "all of them" : "more than max_failed_percent " + maxFailedPercent)
                + "; the first: " + firstFailure());
    }

    private String firstFailure() {
        for (CanaryAnswers.Answered record : answers.records()) {
            if (record.answer() instanceof Answer.Failed failed) {
                return record.recordId() + ": " + failed.message();
            }
        }
        return "none";
    }

    /** {@code canary.json}, UTF-8. */
    byte[] json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", VERSION);
        json.put("passed", objection().isEmpty());
        objection().ifPresent(reason -> json.put("reason", reason));
        json.put("records", tally.total());
        json.put("ok", tally.ok());
        json.put("failed", tally.failed());
        ObjectNode errors = json.putObject("errors");
        new TreeMap<>(tally.errors()).forEach(errors::put);
        json.putObject("tokens").put("input", tally.inputTokens()).put("output", tally.outputTokens());
        model.price().ifPresent(price -> cost(json, price));
        var list = json.putArray("answers");
        answers.records().forEach(record -> answer(list.addObject(), record));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the canary cost, and what the run would, if all its records were like these. */
    private void cost(ObjectNode json, Price price) {
        json.put(
                "cost_usd",
                price.onDemand(tally.inputTokens(), tally.outputTokens()).stripTrailingZeros());
        if (tally.total() > 0) {
            BigDecimal run = price.batch(share(tally.inputTokens()), share(tally.outputTokens()));
            json.put("run_estimate_usd", run.stripTrailingZeros());
        }
        json.put("prices_of", price.taken().toString());
    }

    private long share(long tokens) {
        return Math.round(tokens * ((double) planned / tally.total()));
    }

    private static void answer(ObjectNode json, CanaryAnswers.Answered record) {
        json.put("record_id", record.recordId());
        json.put("status", record.answer().status());
        switch (record.answer()) {
            case Answer.Text text -> json.put("response", text.text()).put("stop_reason", text.stopReason());
            case Answer.Structured said -> json.put("response", said.text()).put("stop_reason", said.stopReason());
            case Answer.Embedding embedding -> json.put("embedding", cut(embedding.vector()));
            case Answer.Failed failed -> {
                json.put("error", failed.errorClass().word() + ": " + failed.message());
                if (!failed.said().isEmpty()) {
                    json.put("response", failed.said());
                }
            }
            case Answer.Skipped skipped -> json.put("error", skipped.reason());
        }
        record.answer().billed().input().ifPresent(tokens -> json.put("input_tokens", tokens));
        record.answer().billed().output().ifPresent(tokens -> json.put("output_tokens", tokens));
    }

    private static String cut(String vector) {
        return vector.length() <= SHOWN ? vector : vector.substring(0, SHOWN) + "\u2026";
    }
}
