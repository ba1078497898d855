package io.caravan.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures Caravan's stages beside what people would use instead, and how its memory grows with the data set. */
public final class Bench {
    private static final int NARROW = 100;

    private final Path home;
    private final Consumer<String> out;
    private final Contender caravan;
    private final ObjectNode report = new ObjectMapper().createObjectNode();

    /**
     * What to measure.
     *
     * @param data the folder of all files
     * @param rounds how often each step is run; the median counts
     * @param growth sizes at which the memory of Caravan's steps is measured, of rows of {@value #NARROW} bytes
     */
    public record Plan(Path data, long rows, int rowBytes, int rounds, List<Long> growth) {}

    /**
     * @param home Caravan's folder
     * @param out takes the report, line by line
     */
    public Bench(Path home, Consumer<String> out) {
        this.home = home;
        this.out = out;
        caravan = Contender.caravan(home);
    }

    /** Runs it; false when contenders came to different results. */
    public boolean run(Plan plan) throws IOException, InterruptedException {
        var work = Workload.in(plan.data(), plan.rows(), plan.rowBytes());
        var all = new ArrayList<>(List.of(caravan));
        all.addAll(Contender.others(home, out));
        work.generate();
        out.accept(String.format(
                Locale.ROOT,
                "%,d rows, %.0f MB of CSV, %d cores, Java %s; the median of %d",
                plan.rows(),
                Files.size(work.csv()) / 1e6,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                plan.rounds()));
        report.put("rows", plan.rows()).put("bytes", Files.size(work.csv()));
        out.accept("");
        out.accept("step     way       records/s     MB/s   seconds   peak memory   Caravan is faster");
        boolean same = true;
        try {
            compared("scan", List.of(caravan), work, plan.rounds());
            compared("chunk", all, work, plan.rounds());
            same = agree("chunk", all, Contender::lines, Content::ofLines, work);
            answer(work);
            compared("collect", all, work, plan.rounds());
            same &= agree("collect", all, Contender::result, Content::ofRows, work);
        } finally {
            delete(work.folder());
        }
        if (!plan.growth().isEmpty()) {
            grow(plan);
        }
        return same;
    }

    public ObjectNode report() {
        return report;
    }

    private void compared(String step, List<Contender> ways, Workload work, int rounds)
            throws IOException, InterruptedException {
        List<List<Taken>> taken =
                ways.stream().<List<Taken>>map(way -> new ArrayList<>()).toList();
        for (int round = 0; round < rounds; round++) {
            for (int way = 0; way < ways.size(); way++) { // in turns, so that other load falls on all of them
                taken.get(way).add(ways.get(way).run(step, work));
            }
        }
        double ours = median(taken.getFirst()).seconds(); // Caravan is the first
        for (int i = 0; i < ways.size(); i++) {
            Contender way = ways.get(i);
            Taken median = median(taken.get(i));
            double records = work.rows() / median.seconds();
            double bytes = Files.size(work.csv()) / median.seconds();
            out.accept(String.format(
                    Locale.ROOT,
                    "%-8s %-8s %,10.0f %8.0f %9.2f %10.0f MB   %s",
                    step,
                    way.name(),
                    records,
                    bytes / 1e6,
                    median.seconds(),
                    median.peakBytes() / 1e6,
                    i == 0 ? "" : String.format(Locale.ROOT, "%.1f times", median.seconds() / ours)));
            array("steps")
                    .addObject()
                    .put("step", step)
                    .put("way", way.name())
                    .put("seconds", median.seconds())
                    .put("records_per_second", records)
                    .put("peak_bytes", median.peakBytes())
                    .put("ratio", median.seconds() / ours);
        }
    }

    private static Taken median(List<Taken> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Taken::seconds))
                .toList()
                .get(all.size() / 2);
    }

    @FunctionalInterface
    private interface Reader {
        Content of(List<Path> files) throws IOException;
    }

    private boolean agree(
            String step,
            List<Contender> ways,
            java.util.function.Function<Contender, Contender.Made> made,
            Reader reader,
            Workload work)
            throws IOException {
        Content ours = reader.of(made.apply(caravan).files(work));
        boolean same = ours.records() == work.rows();
        for (Contender way : ways) {
            Content theirs = reader.of(made.apply(way).files(work));
            if (!theirs.equals(ours)) {
                out.accept(step + ": DIFFERENT: Caravan made " + ours + ", " + way.name() + " " + theirs);
                same = false;
            }
        }
        out.accept(String.format(
                Locale.ROOT, "%-8s %s", step, same ? "the same records from all" : "the results differ, see above"));
        return same;
    }

    private void answer(Workload work) throws IOException, InterruptedException {
        new Contender(
                        "The model",
                        Contender.java(home, "-Xmx1g", "", ModelAnswers.class),
                        files -> List.of(),
                        files -> List.of())
                .output(work.folder().toString());
    }

    private void grow(Plan plan) throws IOException, InterruptedException {
        out.accept("");
        out.accept("How Caravan's memory grows, rows of " + NARROW + " bytes:");
        out.accept("rows               scan        chunk      collect");
        for (long rows : plan.growth()) {
            var work = Workload.in(plan.data(), rows, NARROW);
            try {
                work.generate();
                Taken scan = caravan.run("scan", work);
                Taken chunk = caravan.run("chunk", work);
                answer(work);
                Taken collect = caravan.run("collect", work);
                out.accept(String.format(
                        Locale.ROOT,
                        "%,-12d %7.0f MB %9.0f MB %9.0f MB   (%.1f, %.1f and %.1f s)",
                        rows,
                        scan.peakBytes() / 1e6,
                        chunk.peakBytes() / 1e6,
                        collect.peakBytes() / 1e6,
                        scan.seconds(),
                        chunk.seconds(),
                        collect.seconds()));
                array("growth")
                        .addObject()
                        .put("rows", rows)
                        .put("scan_peak_bytes", scan.peakBytes())
                        .put("chunk_peak_bytes", chunk.peakBytes())
                        .put("collect_peak_bytes", collect.peakBytes());
            } finally {
                delete(work.folder());
            }
        }
    }

    private ArrayNode array(String name) {
        return report.withArray("/" + name);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
