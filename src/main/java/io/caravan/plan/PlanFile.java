package io.caravan.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.family.Price;
import io.caravan.model.Run;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Writes {@code plan.json}. Its {@code version} rises when a member changes its meaning or goes. */
final class PlanFile {
    private static final int VERSION = 1;
    private static final int CENTS = 6;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private PlanFile() {}

    /**
     * A plan as UTF-8 JSON.
     *
     * @param repeats rows that are answered by what is sent of others; told where the run wants that
     */
    static byte[] of(
            Run run, Plan plan, long repeats, Sample sample, Estimate estimate, Optional<Price> price, String waiting) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", VERSION);
        json.put("run", run.id().value());
        json.put("model_id", run.manifest().modelId());
        json.put("records", plan.records());
        if (run.manifest().dedupe()) {
            json.put("rows", plan.records() + repeats);
            json.put("repeats", repeats);
            estimate.costUsd()
                    .ifPresent(cost -> json.put("saved_usd", usd(cost.expected() * repeats / plan.records())));
        }
        json.put("jobs", plan.chunks());
        json.put("records_per_job", plan.count(0));
        json.put("input_bytes_at_most", plan.bytes());
        band(json.putObject("input_tokens"), estimate.inputTokens());
        band(json.putObject("output_tokens"), estimate.outputTokens()).put("basis", estimate.basis());
        estimate.costUsd().ifPresent(cost -> cost(json.putObject("cost_usd"), cost, price));
        json.put("waiting", waiting);
        ObjectNode sampled = json.putObject("sample");
        sampled.put("rows", sample.sent() + sample.unsent());
        sampled.put("unsendable", sample.unsent());
        var prompts = json.putArray("prompts");
        for (Sample.Rendered rendered : sample.prompts()) {
            ObjectNode prompt = prompts.addObject();
            prompt.put("record_id", rendered.recordId());
            rendered.system().ifPresent(text -> prompt.put("system", text));
            prompt.put("prompt", rendered.prompt());
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode band(ObjectNode json, Band tokens) {
        return json.put("low", Math.round(tokens.low()))
                .put("expected", Math.round(tokens.expected()))
                .put("high", Math.round(tokens.high()));
    }

    private static void cost(ObjectNode json, Band cost, Optional<Price> price) {
        json.put("low", usd(cost.low())).put("expected", usd(cost.expected())).put("high", usd(cost.high()));
        price.ifPresent(known -> json.put("price_taken", known.taken().toString()));
    }

    private static BigDecimal usd(double amount) {
        return BigDecimal.valueOf(amount).setScale(CENTS, RoundingMode.HALF_UP);
    }
}
