package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan retry}: the failed rows of a run once more. */
@Command(
        name = "retry",
        description = "Sends the failed rows of a finished run again, and no others. Prints the run.",
        exitCodeList = {
            "0:they are being sent",
            "1:there is nothing to send: the run is not over, or none of its rows failed",
            Exit.WRONG_LINE,
            Exit.NO_RUN,
            Exit.NO_TOKEN,
            Exit.NO_ANSWER
        })
final class RetryCommand extends ServiceCommand {
    @Parameters(paramLabel = "RUN", description = "The run's id.")
    private @Nullable String run;

    @Override
    int on(Service service) throws InterruptedException {
        JsonNode found = service.run(Optional.of(Objects.requireNonNull(run)));
        String id = found.path("id").asText();
        String rows = found.path("retryable").asText();
        if (found.path("retryable").asLong() == 0) {
            throw new Fault(
                    Exit.FAILED,
                    "run " + id + " (" + found.path("state").asText() + ") has no rows to send again"
                            + (RunText.over(found) ? "" : "; it is not over yet: './caravan watch " + id + "'"));
        }
        service.post("/api/runs/" + id + "/retry", "");
        print(found, List.of(rows + " rows of run " + id + " are sent again; see them: ./caravan watch " + id));
        return Exit.DONE;
    }
}
