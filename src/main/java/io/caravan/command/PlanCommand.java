package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan plan}: what a manifest would take, by the service that would run it. */
@Command(
        name = "plan",
        description = {
            "Says what a run would take, and sends nothing to Bedrock: records, jobs, tokens, cost, three prompts.",
            "The service reads and counts the data set; prices are those of its config/models.yaml."
        },
        exitCodeList = {
            "0:planned",
            "1:the run cannot be planned, or would cost more than max_cost_usd",
            "2:the manifest was refused, with all that is wrong with it, or the command line is wrong",
            Exit.NO_TOKEN,
            Exit.NO_ANSWER
        })
final class PlanCommand extends ServiceCommand {
    @Parameters(paramLabel = "run.json", description = "A manifest; '-' reads it from the standard input.")
    private @Nullable Path manifest;

    @Override
    int on(Service service) throws Exception {
        String text = new ManifestFile(Objects.requireNonNull(manifest)).text();
        var follow = new Follow(service, Display.NONE);
        JsonNode run = follow.of(follow.begun(service.post("/api/plan", text)));
        String id = run.path("id").asText();
        if (!run.path("state").asText().equals("planned")) {
            throw new Fault(
                    Exit.FAILED,
                    "run " + id + " cannot be planned: " + run.path("reason").asText());
        }
        JsonNode plan = service.get("/api/runs/" + id + "/plan");
        print(plan, PlanText.lines(plan));
        return Exit.DONE;
    }
}
