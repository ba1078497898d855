package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan list}: the runs. */
@Command(
        name = "list",
        description = "Lists runs, the newest first.",
        exitCodeList = {"0:listed, even if there are none", Exit.WRONG_LINE, Exit.NO_TOKEN, Exit.NO_ANSWER})
final class ListCommand extends ServiceCommand {
    private static final int PAGE = 500;

    @Option(names = "--state", paramLabel = "STATE", description = "Only runs in it: ${COMPLETION-CANDIDATES}.")
    private @Nullable State state;

    @Option(names = "--limit", paramLabel = "N", description = "So many at most (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    /** The states that the API knows. */
    enum State {
        accepted,
        fetching,
        canary,
        running,
        cancelling,
        planned,
        done,
        failed,
        cancelled
    }

    @Override
    int on(Service service) throws InterruptedException {
        if (limit < 1) {
            throw wrong("--limit: " + limit + " is no number of runs; it is at least 1");
        }
        List<JsonNode> runs = service.list(
                "/api/runs?limit=" + Math.min(limit, PAGE) + (state == null ? "" : "&state=" + state), limit);
        ArrayNode all = JsonNodeFactory.instance.arrayNode().addAll(runs);
        print(all, table(runs));
        return Exit.DONE;
    }

    private static List<String> table(List<JsonNode> runs) {
        if (runs.isEmpty()) {
            return List.of("no runs");
        }
        var rows = new ArrayList<String>();
        rows.add(row("RUN", "STATE", "RECORDS", "FAILED", "COST", "ACCEPTED", "MODEL"));
        for (JsonNode run : runs) {
            rows.add(row(
                    run.path("id").asText(),
                    run.path("state").asText(),
                    run.path("processed").asText() + "/" + run.path("records").asText("?"),
                    run.path("failed").asText(),
                    run.hasNonNull("cost_usd") ? RunText.usd(run.path("cost_usd")) : "",
                    run.path("accepted_at").asText().replaceFirst("\\.\\d+Z$", "Z"),
                    run.path("model_id").asText()));
        }
        return rows;
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-40s %-10s %21s %8s %10s  %-20s  %s", cells);
    }
}
