package io.caravan.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan watch}: a run, live, to its end. */
@Command(
        name = "watch",
        description = {
            "Follows a run to its end: a live panel on a terminal, a line for each change elsewhere, with --json each"
                    + " change as the API has it.",
            "Ctrl-C ends the watching; the run goes on."
        },
        exitCodeList = {
            "0:the run is done and all rows are ok, or it was planned only",
            "1:it failed or was cancelled",
            Exit.WRONG_LINE,
            "3:it is done, and some rows failed or were skipped",
            Exit.NO_RUN,
            Exit.NO_TOKEN,
            Exit.NO_ANSWER,
            "130:Ctrl-C"
        })
final class WatchCommand extends ServiceCommand {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run's id (default: the newest).")
    private @Nullable String run;

    @Override
    int on(Service service) throws InterruptedException {
        return watch(service).of(service.run(Optional.ofNullable(run)));
    }
}
