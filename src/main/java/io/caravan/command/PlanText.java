package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A {@code plan.json} for people. */
public final class PlanText {
    private PlanText() {}

    /** The plan in words, a line each. */
    public static List<String> lines(JsonNode plan) {
        var out = new ArrayList<String>();
        out.add(plan.path("records").asText() + " records in "
                + plan.path("jobs").asText() + (plan.path("jobs").asInt() == 1 ? " job" : " jobs") + " of about "
                + plan.path("records_per_job").asText() + ", at most "
                + plan.path("input_bytes_at_most").asText() + " bytes of input");
        if (plan.has("repeats")) {
            out.add(plan.path("rows").asText() + " rows, of which "
                    + plan.path("repeats").asText()
                    + " ask what an earlier one asks and are not sent"
                    + (plan.has("saved_usd") ? ": saves " + usd(plan, "saved_usd") : ""));
        }
        long unsendable = plan.at("/sample/unsendable").asLong();
        if (unsendable > 0) {
            out.add(unsendable + " of " + plan.at("/sample/rows").asText()
                    + " rows looked at cannot be sent and will be skipped");
        }
        JsonNode input = plan.path("input_tokens");
        JsonNode output = plan.path("output_tokens");
        out.add("tokens in   " + tokens(input, "expected") + " (" + tokens(input, "low") + " to "
                + tokens(input, "high") + ")");
        out.add("tokens out  " + tokens(output, "expected") + " (" + tokens(output, "low") + " to "
                + tokens(output, "high") + "), by "
                + output.path("basis").asText());
        JsonNode cost = plan.path("cost_usd");
        out.add(
                cost.isMissingNode()
                        ? "cost        unknown: config/models.yaml has no price of this model"
                        : "cost        " + usd(cost, "expected") + " (" + usd(cost, "low") + " to " + usd(cost, "high")
                                + "), prices of "
                                + cost.path("price_taken").asText());
        out.add("waiting     " + plan.path("waiting").asText());
        for (JsonNode prompt : plan.path("prompts")) {
            out.add("");
            out.add("prompt of " + prompt.path("record_id").asText() + ":");
            if (prompt.has("system")) {
                indented("system: " + prompt.path("system").asText(), out);
            }
            indented(prompt.path("prompt").asText(), out);
        }
        return out;
    }

    private static void indented(String text, List<String> out) {
        text.lines().forEach(line -> out.add("    " + line));
    }

    private static String tokens(JsonNode band, String member) {
        return RunText.count(band.path(member).asLong());
    }

    private static String usd(JsonNode band, String member) {
        return RunText.usd(band.path(member));
    }
}
