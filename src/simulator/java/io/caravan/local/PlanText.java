package io.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a {@code plan.json} for people. */
final class PlanText {
    private PlanText() {}

    static void print(JsonNode plan, PrintWriter out) {
        out.println(plan.path("records").asText() + " records in "
                + plan.path("jobs").asText() + (plan.path("jobs").asInt() == 1 ? " job" : " jobs") + " of about "
                + plan.path("records_per_job").asText() + ", at most "
                + plan.path("input_bytes_at_most").asText() + " bytes of input");
        if (plan.has("repeats")) {
            out.println(plan.path("rows").asText() + " rows, of which "
                    + plan.path("repeats").asText()
                    + " ask what an earlier one asks and are not sent"
                    + (plan.has("saved_usd") ? ": saves " + usd(plan, "saved_usd") : ""));
        }
        long unsendable = plan.at("/sample/unsendable").asLong();
        if (unsendable > 0) {
            out.println(unsendable + " of " + plan.at("/sample/rows").asText()
                    + " rows looked at cannot be sent and will be skipped");
        }
        JsonNode input = plan.path("input_tokens");
        JsonNode output = plan.path("output_tokens");
        out.println("tokens in   " + tokens(input, "expected") + " (" + tokens(input, "low") + " to "
                + tokens(input, "high") + ")");
        out.println("tokens out  " + tokens(output, "expected") + " (" + tokens(output, "low") + " to "
                + tokens(output, "high") + "), by "
                + output.path("basis").asText());
        JsonNode cost = plan.path("cost_usd");
        out.println(
                cost.isMissingNode()
                        ? "cost        unknown: config/models.yaml has no price of this model"
                        : "cost        " + usd(cost, "expected") + " (" + usd(cost, "low") + " to " + usd(cost, "high")
                                + "), prices of "
                                + cost.path("price_taken").asText());
        out.println("waiting     " + plan.path("waiting").asText());
        for (JsonNode prompt : plan.path("prompts")) {
            out.println();
            out.println("prompt of " + prompt.path("record_id").asText() + ":");
            if (prompt.has("system")) {
                indented("system: " + prompt.path("system").asText(), out);
            }
            indented(prompt.path("prompt").asText(), out);
        }
    }

    private static void indented(String text, PrintWriter out) {
        text.lines().forEach(line -> out.println("    " + line));
    }

    private static String tokens(JsonNode band, String member) {
        return Closing.count(band.path(member).asLong());
    }

    private static String usd(JsonNode band, String member) {
        return String.format(Locale.ROOT, "$%.4f", band.path(member).asDouble());
    }
}
