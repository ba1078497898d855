package io.caravan.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan plan}: a dry run on the stand-ins. */
@Command(
        name = "plan",
        description = {
            "Says what a run would take, and sends nothing: records, jobs, tokens, cost, three prompts.",
            "The data set is read and counted on simulated AWS services; prices are those of config/models.yaml."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:planned",
            "1:the run cannot be planned, or would cost more than max_cost_usd",
            "2:the manifest was refused, or the command line is wrong"
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LocalOptions options = new LocalOptions();

    @Option(names = "--json", description = "Prints the plan as JSON and nothing else.")
    private boolean json;

    @Parameters(
            paramLabel = "run.json",
            description = "A manifest. A data set named by a path, relative to the manifest, is uploaded first.")
    private @Nullable Path manifest;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter notes = json ? spec.commandLine().getErr() : out;
        return new LocalService(options, 0)
                .during((cloud, page) -> new LocalRun(notes, cloud, page, options.data)
                        .plan(Objects.requireNonNull(manifest), plan -> {
                            if (json) {
                                out.println(plan.toPrettyString());
                            } else {
                                PlanText.print(plan, out);
                            }
                        }));
    }
}
