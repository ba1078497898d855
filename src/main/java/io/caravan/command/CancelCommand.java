package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan cancel}: ends a run, and keeps what it did. */
@Command(
        name = "cancel",
        description = "Stops a run's jobs at Bedrock; what they did is joined and delivered. Prints the run.",
        exitCodeList = {
            "0:it is being cancelled, or was over before",
            Exit.WRONG_LINE,
            Exit.NO_RUN,
            Exit.NO_TOKEN,
            Exit.NO_ANSWER
        })
final class CancelCommand extends ServiceCommand {
    @Parameters(paramLabel = "RUN", description = "The run's id.")
    private @Nullable String run;

    @Override
    int on(Service service) throws InterruptedException {
        JsonNode found = service.run(Optional.of(Objects.requireNonNull(run)));
        String id = found.path("id").asText();
        if (RunText.over(found)) {
            print(
                    found,
                    List.of("run " + id + " is over already: "
                            + found.path("state").asText()));
            return Exit.DONE;
        }
        service.post("/api/runs/" + id + "/cancel", "");
        print(found, List.of("run " + id + " is being cancelled; see it end: ./caravan watch " + id));
        return Exit.DONE;
    }
}
