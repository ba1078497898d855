package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan submit}: a manifest becomes a run. */
@Command(
        name = "submit",
        description = {
            "Drops a manifest and prints the id of the run that it becomes.",
            "With --watch: follows that run, as 'watch' does, and ends with its exit code."
        },
        exitCodeList = {
            "0:dropped; with --watch: done, and all rows are ok",
            "1:with --watch: the run failed or was cancelled",
            "2:the manifest was refused, with all that is wrong with it, or the command line is wrong",
            "3:with --watch: the run is done, and some rows failed or were skipped",
            Exit.NO_TOKEN,
            Exit.NO_ANSWER,
            "130:Ctrl-C"
        })
final class SubmitCommand extends ServiceCommand {
    @Parameters(paramLabel = "run.json", description = "A manifest; '-' reads it from the standard input.")
    private @Nullable Path manifest;

    @Option(names = "--watch", description = "Follows the run to its end.")
    private boolean watch;

    @Override
    int on(Service service) throws Exception {
        String text = new ManifestFile(Objects.requireNonNull(manifest)).text();
        JsonNode dropped = service.post("/api/runs", text);
        if (watch) {
            Watch watching = watch(service);
            return watching.of(watching.follow().begun(dropped));
        }
        String run = dropped.path("run").asText();
        print(dropped, List.of(run, "follow it: ./caravan watch " + run));
        return Exit.DONE;
    }
}
