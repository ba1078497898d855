package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The API's runs in words for people. */
public final class RunText {
    private static final int SECONDS_IN_TENTHS = 100;

    private RunText() {}

    /** A line that a terminal takes for text alone: what rows and models say may hold anything. */
    static String plain(String line) {
        return line.replaceAll("\\p{Cc}", "�");
    }

    /** Everything that is known of a run, a line each. */
    static List<String> lines(JsonNode run) {
        var lines = new ArrayList<String>();
        lines.add(run.path("id").asText() + "  " + run.path("state").asText());
        lines.add("model    " + run.path("model_id").asText());
        lines.add("source   " + run.path("source").asText());
        lines.add("records  " + progress(run) + " · " + rows(run));
        if (!run.path("jobs").isEmpty()) {
            lines.add("jobs     " + counts(run.path("jobs"))
                    + (run.path("bedrock").isEmpty() ? "" : " · at Bedrock: " + counts(run.path("bedrock"))));
        }
        lines.add("tokens   " + count(run.path("input_tokens").asLong()) + " in, "
                + count(run.path("output_tokens").asLong()) + " out" + cost(run));
        if (run.hasNonNull("pace")) {
            lines.add("pace     " + pace(run.path("pace")));
        }
        line(lines, "waiting", run);
        line(lines, "reason", run);
        line(lines, "plan", run);
        line(lines, "result", run);
        line(lines, "summary", run);
        return lines;
    }

    /** How many records Bedrock has worked on, by its own counts. */
    static String progress(JsonNode run) {
        return run.path("processed").asLong() + "/"
                + (run.hasNonNull("records") ? run.path("records").asText() : "?") + " records";
    }

    /** The one line that says how a run came out. */
    public static String closing(JsonNode run) {
        return run.path("records").asLong() + " rows: " + rows(run) + " · "
                + count(run.path("input_tokens").asLong()) + " tokens in, "
                + count(run.path("output_tokens").asLong()) + " out"
                + (run.hasNonNull("cost_usd") ? " · " + usd(run.path("cost_usd")) : "") + " · " + took(run);
    }

    /** What a run's end has to tell. */
    static List<String> end(JsonNode run) {
        var lines = new ArrayList<String>();
        String id = run.path("id").asText();
        switch (run.path("state").asText()) {
            case "planned" -> lines.add("planned: './caravan status " + id + "' tells where the plan stands");
            case "failed" -> lines.add("failed: " + run.path("reason").asText());
            default -> {}
        }
        if (run.hasNonNull("result")) {
            lines.add(closing(run));
            lines.add("result   " + run.path("result").asText() + ", or './caravan results " + id + "'");
        }
        return lines;
    }

    static boolean over(JsonNode run) {
        return run.hasNonNull("ended_at");
    }

    /** What a run that is over makes of the exit code of who waited for it. */
    static int exitCode(JsonNode run) {
        return switch (run.path("state").asText()) {
            case "planned" -> Exit.DONE;
            case "done" ->
                run.path("failed").asLong() + run.path("skipped").asLong() == 0 ? Exit.DONE : Exit.ROWS_FAILED;
            default -> Exit.FAILED;
        };
    }

    static String usd(JsonNode amount) {
        return String.format(Locale.ROOT, "$%.4f", amount.asDouble());
    }

    static String count(long tokens) {
        if (tokens < 10_000) {
            return Long.toString(tokens);
        }
        return tokens < 1_000_000
                ? String.format(Locale.ROOT, "%.0f k", tokens / 1e3)
                : String.format(Locale.ROOT, "%.1f M", tokens / 1e6);
    }

    private static String rows(JsonNode run) {
        JsonNode errors = run.path("errors");
        return run.path("ok").asLong() + " ok, " + run.path("failed").asLong() + " failed"
                + (errors.isEmpty() ? "" : " (" + counts(errors) + ")") + ", "
                + run.path("skipped").asLong() + " skipped";
    }

    private static String counts(JsonNode counts) {
        return counts.properties().stream()
                .filter(count -> count.getValue().asLong() > 0)
                .map(count -> count.getKey() + " ×" + count.getValue().asText())
                .collect(Collectors.joining(", "));
    }

    private static String cost(JsonNode run) {
        return (run.hasNonNull("cost_usd") ? " · " + usd(run.path("cost_usd")) : "")
                + (run.hasNonNull("expected_cost_usd")
                        ? " so far, " + usd(run.path("expected_cost_usd")) + " expected"
                        : "");
    }

    private static String pace(JsonNode pace) {
        return pace.path("records_per_minute").asText() + " records a minute · ends "
                + (pace.hasNonNull("latest") && !pace.path("latest").equals(pace.path("earliest"))
                        ? "between " + pace.path("earliest").asText() + " and "
                                + pace.path("latest").asText()
                        : "about " + pace.path("earliest").asText());
    }

    private static String took(JsonNode run) {
        Duration time = Duration.between(
                Instant.parse(run.path("accepted_at").asText()),
                Instant.parse(run.path("ended_at").asText()));
        if (time.toSeconds() < SECONDS_IN_TENTHS) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
        }
        return time.toHours() == 0 ? time.toMinutes() + " min" : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    private static void line(List<String> lines, String member, JsonNode run) {
        if (run.hasNonNull(member)) {
            lines.add(String.format(Locale.ROOT, "%-8s ", member)
                    + run.path(member).asText());
        }
    }
}
