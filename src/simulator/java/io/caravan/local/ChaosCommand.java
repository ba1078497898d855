package io.caravan.local;

import io.caravan.chaos.Chaos;
import io.caravan.chaos.ChaosPlan;
import io.caravan.chaos.Outcome;
import io.caravan.chaos.check.Checker;
import io.caravan.chaos.check.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan chaos}: the service under fire. */
@Command(
        name = "chaos",
        description = {
            "Runs replicas of the service while they are killed, calls fail and Bedrock misbehaves, by a seed;",
            "then checks from outside that nothing was lost, done twice or over the quota."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all promises were kept", "1:one was not; the data folder is kept"},
        mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "Of all that is left to chance (default: the time).")
    private long seed = System.currentTimeMillis() % 1_000_000;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "So many times, with this seed and the next ones (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "1",
            description = "How long things go wrong, each time (default: ${DEFAULT-VALUE}).")
    private double minutes = 1;

    @Option(
            names = "--rest",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long the service may take afterwards to come to rest (default: ${DEFAULT-VALUE}).")
    private int rest = 120;

    @Option(
            names = "--replicas",
            paramLabel = "R",
            defaultValue = "3",
            description = "Replicas of the service (default: ${DEFAULT-VALUE}).")
    private int replicas = 3;

    @Option(
            names = "--runs",
            paramLabel = "K",
            defaultValue = "6",
            description = "Manifests dropped (default: ${DEFAULT-VALUE}).")
    private int runs = 6;

    @Option(
            names = "--quota",
            paramLabel = "N",
            defaultValue = "3",
            description = "Concurrent jobs for each model (default: ${DEFAULT-VALUE}).")
    private int quota = 3;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keeps everything in DIR/seed-N (default: a temporary folder, kept when a promise was broken).")
    private @Nullable Path data;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        int broken = 0;
        var missed = new ArrayList<>(Chaos.points());
        List<String> untaken = Chaos.steps();
        for (long current = seed; current < seed + seeds; current++) {
            Outcome outcome = run(current, out);
            broken += outcome.found().isEmpty() ? 0 : 1;
            missed.removeAll(outcome.killedAt());
            untaken = untaken.stream().filter(outcome.untaken()::contains).toList();
        }
        if (seeds > 1) {
            out.println(seeds - broken + " of " + seeds + " seeds kept all promises; replicas were killed at "
                    + (Chaos.points().size() - missed.size()) + " of "
                    + Chaos.points().size() + " points"
                    + (missed.isEmpty() ? "" : ", never at: " + String.join(", ", missed))
                    + (untaken.isEmpty() ? "" : "; steps that nobody took: " + String.join(", ", untaken)));
            out.flush();
        }
        return broken == 0 ? 0 : 1;
    }

    private Outcome run(long current, PrintWriter out) throws IOException, InterruptedException {
        Path folder = data == null
                ? Files.createTempDirectory("caravan-chaos-" + current + "-")
                : data.resolve("seed-" + current);
        var plan = new ChaosPlan(
                current,
                Duration.ofMillis((long) (minutes * 60_000)),
                Duration.ofSeconds(rest),
                replicas,
                runs,
                quota,
                folder);
        Outcome outcome = new Chaos(plan, Blueprint.deployment(), Exports::service, line -> {
                    out.println(line);
                    out.flush();
                })
                .run();
        List<Violation> found = outcome.found();
        if (found.isEmpty()) {
            out.println("  verdict:   kept: " + String.join("; ", Checker.promises()));
            if (data == null) {
                delete(folder);
            }
        } else {
            out.println("  verdict:   BROKEN");
            found.stream().limit(50).forEach(violation -> out.println("    " + violation));
            out.println("    (" + found.size() + " in all; again with --seed " + current + "; everything is in "
                    + folder + ")");
        }
        out.flush();
        return outcome;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
