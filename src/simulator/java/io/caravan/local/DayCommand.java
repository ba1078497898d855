package io.caravan.local;

import io.caravan.day.Day;
import io.caravan.day.DayOutcome;
import io.caravan.day.DayPlan;
import io.caravan.family.ModelCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan day}: thousands of long jobs, in seconds. */
@Command(
        name = "day",
        description = {
            "Submits and tracks a day's runs in virtual time, with jobs of 10 minutes to 6 hours and 1 %% of the events lost:",
            "how long slots are idle while jobs are ready, how long runs wait, how many calls a job costs."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all jobs were done within the quota, slots were idle for less than 1 %, and no small run waited longer"
                    + " than the longest job takes",
            "1:one of these was not so"
        },
        mixinStandardHelpOptions = true)
final class DayCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Jobs of all runs together (default: ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--runs",
            paramLabel = "K",
            defaultValue = "30",
            description = "Runs, of which six in ten are small (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--quota",
            paramLabel = "N",
            defaultValue = "20",
            description = "Concurrent jobs (default: ${DEFAULT-VALUE}).")
    private int quota;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all that is left to chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--writing",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long a worker takes to write a job's input (default: ${DEFAULT-VALUE}).")
    private int writing;

    @Option(names = "--json", description = "Prints the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path config = Path.of(System.getProperty("caravan.home", ".")).resolve("config");
        var settings = new Properties();
        try (Reader text = Files.newBufferedReader(config.resolve("application.properties"))) {
            settings.load(text);
        }
        var models = ModelCatalog.read(Files.readString(config.resolve("models.yaml")));
        DayOutcome outcome =
                new Day(new DayPlan(jobs, runs, quota, seed, Duration.ofSeconds(writing)), models, settings).run();
        if (json) {
            out.println(outcome.json().toPrettyString());
        } else {
            outcome.lines().forEach(out::println);
        }
        List<String> broken = outcome.broken();
        broken.forEach(promise -> spec.commandLine().getErr().println("BROKEN: " + promise));
        out.flush();
        return broken.isEmpty() ? 0 : 1;
    }
}
