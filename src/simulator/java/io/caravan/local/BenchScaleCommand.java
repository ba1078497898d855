package io.caravan.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.bench.Scale;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** {@code caravan bench scale}: what a million, a hundred million and ten billion records take. */
@Command(
        name = "scale",
        description = {
            "Runs tiny chunks through the whole service on the embedded cloud, counts the calls of each and of the clock, and"
                    + " holds the first chunks against the last ones;",
            "then prints what a million, a hundred million and ten billion records take by these counts, and what limits each."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the last chunks cost as many calls as the first ones", "1:they cost over a tenth more"},
        mixinStandardHelpOptions = true)
final class BenchScaleCommand implements Callable<Integer> {
    private static final List<Long> SIZES = List.of(1_000_000L, 100_000_000L, 10_000_000_000L);
    private static final Duration IDLE = Duration.ofSeconds(60);
    /** Seconds: caravan.silence as shipped. */
    private static final int SILENCE = 60;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--chunks",
            paramLabel = "N",
            defaultValue = "600",
            description = "Chunks of the run that is measured (default: ${DEFAULT-VALUE}).")
    private int chunks;

    @Option(
            names = "--quota",
            paramLabel = "N",
            defaultValue = "20",
            description = "Concurrent jobs of the account (default: ${DEFAULT-VALUE}).")
    private int quota;

    @Option(
            names = "--job-hours",
            paramLabel = "H",
            defaultValue = "1",
            description = "How long a job is at Bedrock (default: ${DEFAULT-VALUE}).")
    private double hours;

    @Option(
            names = "--megabytes",
            paramLabel = "N",
            defaultValue = "50",
            description = "What a replica writes or joins in a second; ./caravan bench measures it (default:"
                    + " ${DEFAULT-VALUE}).")
    private double megabytes;

    @Option(names = "--json", description = "Prints the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter lines = json ? spec.commandLine().getErr() : out;
        Path folder = Files.createTempDirectory("caravan-scale-");
        try {
            var measured = new ScaleRun(Path.of(System.getProperty("caravan.home", ".")), folder, IDLE, line -> {
                        lines.println(line);
                        lines.flush();
                    })
                    .run(chunks, Math.max(1, chunks / 20));
            var shape = new Scale.Shape(100_000, 1000, 1500, 2000, quota, hours, megabytes);
            List<Scale> sizes = SIZES.stream()
                    .map(records -> new Scale(records, shape, measured.chunk(), measured.hour(), SILENCE))
                    .toList();
            Flat flat = Flat.of(measured.marks());
            if (json) {
                out.println(report(measured, sizes, flat).toPrettyString());
            } else {
                print(out, measured, sizes, flat);
            }
            out.flush();
            return flat.calls() <= 1.1 ? 0 : 1;
        } finally {
            delete(folder);
        }
    }

    /**
     * The last chunks against the first ones, about a twentieth each: the calls and the time of a chunk, as ratios.
     */
    record Flat(double firstCalls, double lastCalls, double firstMillis, double lastMillis) {
        static Flat of(List<ScaleRun.Mark> marks) {
            if (marks.size() < 3) {
                throw new IllegalArgumentException(
                        "too few chunks to compare the first with the last; name more by --chunks");
            }
            ScaleRun.Mark a = marks.get(0);
            ScaleRun.Mark b = marks.get(1);
            ScaleRun.Mark y = marks.get(marks.size() - 2);
            ScaleRun.Mark z = marks.get(marks.size() - 1);
            return new Flat(
                    (b.calls() - a.calls()) / (b.chunks() - a.chunks()),
                    (z.calls() - y.calls()) / (z.chunks() - y.chunks()),
                    (b.seconds() - a.seconds()) * 1000 / (b.chunks() - a.chunks()),
                    (z.seconds() - y.seconds()) * 1000 / (z.chunks() - y.chunks()));
        }

        double calls() {
            return lastCalls / firstCalls;
        }

        double time() {
            return lastMillis / firstMillis;
        }
    }

    private void print(PrintWriter out, ScaleRun.Measured measured, List<Scale> sizes, Flat flat) {
        out.println();
        out.println("| call | for a chunk | of the clock, in an hour of a replica |");
        out.println("|---|---|---|");
        Stream.concat(measured.chunk().keySet().stream(), measured.hour().keySet().stream())
                .distinct()
                .sorted()
                .forEach(call -> out.printf(
                        "| %s | %.2f | %,.0f |%n",
                        call,
                        measured.chunk().getOrDefault(call, 0.0),
                        measured.hour().getOrDefault(call, 0.0)));
        out.println();
        out.printf(
                "the first chunks: %.1f calls and %.1f ms each; the last of %,d: %.1f calls and %.1f ms (%.2f and %.2f times)%n%n",
                flat.firstCalls(),
                flat.firstMillis(),
                chunks,
                flat.lastCalls(),
                flat.lastMillis(),
                flat.calls(),
                flat.time());
        Scale.table(sizes).forEach(out::println);
        out.println();
        for (Scale scale : sizes) {
            out.printf("%,d records are limited by%n", scale.records());
            scale.limits().forEach(limit -> out.println("- " + limit));
        }
    }

    private static ObjectNode report(ScaleRun.Measured measured, List<Scale> sizes, Flat flat) {
        var mapper = new ObjectMapper();
        ObjectNode report = mapper.createObjectNode();
        report.set("chunk", mapper.valueToTree(measured.chunk()));
        report.set("hour", mapper.valueToTree(measured.hour()));
        report.set("flat", mapper.valueToTree(flat));
        var all = report.putArray("sizes");
        for (Scale scale : sizes) {
            ObjectNode size = all.addObject();
            size.put("records", scale.records());
            size.put("jobs", scale.jobs());
            size.put("runs", scale.runs());
            size.put("bedrock_hours", scale.bedrock());
            size.put("replicas", scale.replicas());
            size.set("calls", mapper.valueToTree(scale.calls()));
            size.set("usd", mapper.valueToTree(scale.dollars()));
            size.set("limits", mapper.valueToTree(scale.limits()));
        }
        return report;
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
