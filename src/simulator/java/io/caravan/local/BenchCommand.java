package io.caravan.local;

import io.caravan.bench.Bench;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan bench}: how fast, and in how much memory. */
@Command(
        name = "bench",
        description = {
            "Measures planning, chunking and collecting on generated data, side by side with pandas and DuckDB doing the"
                    + " same on the same files and cores, each in a process of its own; then how memory grows.",
            "Results are compared, so that nobody wins by doing less."
        },
        subcommands = {BenchServiceCommand.class, BenchScaleCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all came to the same results", "1:they did not, or one failed"},
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "400000",
            description = "Rows of the data set (default: ${DEFAULT-VALUE}, which is 350 MB).")
    private long rows;

    @Option(
            names = "--row-bytes",
            paramLabel = "N",
            defaultValue = "875",
            description = "Bytes a row on average (default: ${DEFAULT-VALUE}).")
    private int rowBytes;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each is run; the median counts (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--growth",
            paramLabel = "N",
            split = ",",
            arity = "0..1",
            defaultValue = "100000,1000000,10000000",
            fallbackValue = "",
            description = "Rows at which memory is measured; nothing for not at all (default: ${DEFAULT-VALUE}).")
    private List<String> growth = List.of();

    @Option(names = "--json", description = "Prints the figures as JSON.")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the files are made, which are deleted again (default: a temporary folder).")
    private @Nullable Path data;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter lines = json ? spec.commandLine().getErr() : out;
        Path folder = data == null ? Files.createTempDirectory("caravan-bench-") : data;
        var bench = new Bench(Path.of(System.getProperty("caravan.home", ".")), line -> {
            lines.println(line);
            lines.flush();
        });
        List<Long> sizes = growth.stream()
                .filter(size -> !size.isBlank())
                .map(Long::valueOf)
                .toList();
        boolean same = bench.run(new Bench.Plan(folder, rows, rowBytes, rounds, sizes));
        if (json) {
            out.println(bench.report().toPrettyString());
        }
        if (data == null) {
            Files.deleteIfExists(folder);
        }
        return same ? 0 : 1;
    }
}
