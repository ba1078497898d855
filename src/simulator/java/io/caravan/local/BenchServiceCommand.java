package io.caravan.local;

import io.caravan.bench.ServiceBench;
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

/** {@code caravan bench service}: the whole service, in 512 MB. */
@Command(
        name = "service",
        description = {
            "Runs generated rows through the service, a process of its own with a heap of 512 MB, on the embedded cloud:"
                    + " the time and processor time of each stage, and the service's peak memory.",
            "Needs about five times the data set's size on disk (10,000,000 rows: 50 GB), which is given back."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every row came out", "1:not every row did, or the run failed"},
        mixinStandardHelpOptions = true)
final class BenchServiceCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            split = ",",
            defaultValue = "100000,1000000",
            description = "Rows, or several sizes to be run one after the other (default: ${DEFAULT-VALUE}).")
    private List<Long> rows = List.of();

    @Option(
            names = "--row-bytes",
            paramLabel = "N",
            defaultValue = "875",
            description = "Bytes a row on average (default: ${DEFAULT-VALUE}).")
    private int rowBytes;

    @Option(
            names = "--dedupe",
            description = "Asks of rows what many of them ask alike, and sends it once: of 1,000,000 rows a quarter.")
    private boolean dedupe;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the files are made, which are deleted again (default: a temporary folder).")
    private @Nullable Path data;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        var bench = new ServiceBench(
                Path.of(System.getProperty("caravan.home", ".")), Blueprint.deployment(), Exports::service, line -> {
                    out.println(line);
                    out.flush();
                });
        boolean whole = true;
        for (long size : rows) {
            Path folder = data == null ? Files.createTempDirectory("caravan-bench-") : data.resolve("service-" + size);
            whole &= bench.run(folder, size, rowBytes, dedupe);
        }
        return whole ? 0 : 1;
    }
}
