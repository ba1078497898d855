package io.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;

/** The one line that says how a run came out. */
final class Closing {
    private Closing() {}

    static String line(JsonNode run) {
        var errors = new ArrayList<String>();
        run.path("errors").properties().forEach(error -> errors.add(error.getKey() + " ×" + error.getValue()));
        var line = new StringBuilder();
        line.append(run.path("records").asLong()).append(" rows: ");
        line.append(run.path("ok").asLong()).append(" ok, ");
        line.append(run.path("failed").asLong()).append(" failed");
        line.append(errors.isEmpty() ? "" : " (" + String.join(", ", errors) + ")");
        line.append(", ").append(run.path("skipped").asLong()).append(" skipped");
        line.append(" · ").append(count(run.path("input_tokens").asLong())).append(" tokens in, ");
        line.append(count(run.path("output_tokens").asLong())).append(" out");
        if (run.hasNonNull("cost_usd")) {
            line.append(
                    String.format(Locale.ROOT, " · $%.4f", run.path("cost_usd").asDouble()));
        }
        Duration time = Duration.between(
                Instant.parse(run.path("accepted_at").asText()),
                Instant.parse(run.path("ended_at").asText()));
        line.append(" · ").append(String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0));
        return line.append(" · simulated").toString();
    }

    static String count(long tokens) {
        if (tokens < 10_000) {
            return Long.toString(tokens);
        }
        return tokens < 1_000_000
                ? String.format(Locale.ROOT, "%.0f k", tokens / 1e3)
                : String.format(Locale.ROOT, "%.1f M", tokens / 1e6);
    }
}
