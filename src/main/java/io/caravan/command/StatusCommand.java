package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan status}: one run, now. */
@Command(
        name = "status",
        description = "Says how far a run is, why it waits, what failed and what it cost so far.",
        exitCodeList = {
            "0:told, whatever state the run is in ('watch' tells by its exit code)",
            Exit.WRONG_LINE,
            Exit.NO_RUN,
            Exit.NO_TOKEN,
            Exit.NO_ANSWER
        })
final class StatusCommand extends ServiceCommand {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run's id (default: the newest).")
    private @Nullable String run;

    @Override
    int on(Service service) throws InterruptedException {
        JsonNode found = service.run(Optional.ofNullable(run));
        print(found, RunText.lines(found));
        return Exit.DONE;
    }
}
