package io.caravan.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a number of records takes: jobs, calls, US dollars and hours, of what was measured for a chunk and for the clock.
 * Prices are list prices of us-east-1 of November 2025; tokens are not among them.
 *
 * @param records of all runs
 * @param chunk calls for a chunk as such, by {@code service operation}
 * @param hour calls of a replica in an hour in which there is nothing to do
 * @param silence seconds after which a job at Bedrock is asked about
 */
public record Scale(
        long records, Shape shape, SortedMap<String, Double> chunk, SortedMap<String, Double> hour, int silence) {
    private static final long PIECE_READ = 64L << 20;
    private static final long PIECE_WRITTEN = 8L << 20;
    private static final long MOST_CHUNKS = 99_999;
    private static final long MOST_RECORDS = 9_999_999_999L;
    /** Writes of a transaction: two items of up to 2 KB and an entry of the index, each written twice. */
    private static final double UNITS = 10;

    /**
     * What the work is like.
     *
     * @param inJob records of a job
     * @param rowBytes of the data set, and {@code inputBytes} of a request, {@code outputBytes} of an answer's line
     * @param quota concurrent jobs, of {@code hours} each
     * @param megabytes that a replica writes or joins in a second
     */
    public record Shape(
            int inJob, int rowBytes, int inputBytes, int outputBytes, int quota, double hours, double megabytes) {}

    public long jobs() {
        return Math.ceilDiv(records, shape.inJob());
    }

    /** Runs that it has to be divided into. */
    public long runs() {
        return Math.max(Math.ceilDiv(jobs(), MOST_CHUNKS), Math.ceilDiv(records, MOST_RECORDS));
    }

    /** Hours at Bedrock: the quota's waves of jobs. */
    public double bedrock() {
        return Math.ceilDiv(jobs(), shape.quota()) * shape.hours();
    }

    /** Hours of one replica's work, if it did nothing else and alone: slices are read twice, inputs, outputs and parts pass once. */
    public double work() {
        double bytes = (double) records * (2.0 * shape.rowBytes() + shape.inputBytes() + 2.0 * shape.outputBytes());
        return bytes / (shape.megabytes() * 1e6) / 3600;
    }

    /** Replicas that keep Bedrock busy. */
    public long replicas() {
        return Math.max(1, (long) Math.ceil(work() / bedrock()));
    }

    /** All calls, by {@code service operation}. */
    public SortedMap<String, Double> calls() {
        var calls = new TreeMap<String, Double>();
        chunk.forEach((call, times) -> calls.merge(call, times * jobs(), Double::sum));
        hour.forEach((call, times) -> calls.merge(call, times * bedrock() * replicas(), Double::sum));
        double slice = (double) shape.rowBytes() * shape.inJob();
        double input = (double) shape.inputBytes() * shape.inJob();
        double output = (double) shape.outputBytes() * shape.inJob();
        double read = Math.floor(slice / PIECE_READ) * 2 + Math.floor(output / PIECE_READ);
        double written = pieces(input) + pieces(slice + output);
        calls.merge("S3 GetObject", read * jobs(), Double::sum);
        calls.merge("S3 UploadPart", written * jobs(), Double::sum);
        // While a job is at Bedrock, its progress is stored each time that it is asked about.
        calls.merge("DynamoDB TransactWriteItems", shape.hours() * 3600 / silence * jobs(), Double::sum);
        return calls;
    }

    private static double pieces(double bytes) {
        return bytes <= PIECE_WRITTEN ? 0 : Math.ceil(bytes / PIECE_WRITTEN);
    }

    /** US dollars, by what they are for. */
    public Map<String, Double> dollars() {
        double reads = 0;
        double writes = 0;
        double messages = 0;
        double units = 0;
        double queries = 0;
        for (Map.Entry<String, Double> call : calls().entrySet()) {
            String name = call.getKey();
            double times = call.getValue();
            switch (name.substring(0, name.indexOf(' '))) {
                case "S3" -> {
                    boolean read = name.endsWith("GetObject") || name.endsWith("HeadObject");
                    reads += read ? times : 0;
                    writes += read || name.endsWith("DeleteObject") ? 0 : times;
                }
                case "SQS" -> messages += times;
                case "DynamoDB" -> {
                    units += name.endsWith("TransactWriteItems") ? times * UNITS : 0;
                    units += name.endsWith("UpdateItem") || name.endsWith("PutItem") ? times : 0;
                    queries += name.endsWith("GetItem") || name.endsWith("Query") ? times : 0;
                }
                default -> {} // Bedrock bills tokens, not calls
            }
        }
        double gigabytes = records
                * (2.0 * shape.rowBytes() + shape.inputBytes() + 3.0 * shape.outputBytes() + shape.rowBytes())
                / 1e9;
        var dollars = new java.util.LinkedHashMap<String, Double>();
        dollars.put("S3 requests", reads * 0.4e-6 + writes * 5e-6);
        dollars.put("S3 storage, a month", gigabytes * 0.023);
        dollars.put("SQS", messages * 0.4e-6);
        dollars.put("DynamoDB", units * 0.625e-6 + queries * 0.125e-6);
        dollars.put("replicas", replicas() * bedrock() * (0.04048 + 2 * 0.004445));
        return dollars;
    }

    /** What ends first when it grows. */
    public List<String> limits() {
        var limits = new ArrayList<String>();
        limits.add("Bedrock's quota: %,d jobs of %.1f h, %d at once, are %,.0f h (%,.1f days)"
                .formatted(jobs(), shape.hours(), shape.quota(), bedrock(), bedrock() / 24));
        if (runs() > 1) {
            limits.add("a run has at most %,d chunks and %,d records: it takes %d runs"
                    .formatted(MOST_CHUNKS, MOST_RECORDS, runs()));
        }
        double moves = chunk.getOrDefault("DynamoDB TransactWriteItems", 0.0) * jobs() / runs();
        limits.add(
                "the run's item, which every move of its jobs adds to: %,.0f writes, %.2f a second on average, of 500"
                        .formatted(moves, moves / (bedrock() / runs() * 3600)));
        return limits;
    }

    /** The calls of a service, all together. */
    double calls(String service) {
        return calls().entrySet().stream()
                .filter(call -> call.getKey().startsWith(service + " "))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** A table of several sizes, as Markdown. */
    public static List<String> table(List<Scale> sizes) {
        var lines = new ArrayList<String>();
        lines.add(row("records", sizes, scale -> "%,d".formatted(scale.records())));
        lines.add("|---|" + "---|".repeat(sizes.size()));
        lines.add(row("Bedrock jobs", sizes, scale -> "%,d".formatted(scale.jobs())));
        lines.add(row("runs", sizes, scale -> "%d".formatted(scale.runs())));
        lines.add(row("hours at Bedrock", sizes, scale -> "%,.1f".formatted(scale.bedrock())));
        lines.add(row("hours of work of one replica", sizes, scale -> "%,.1f".formatted(scale.work())));
        lines.add(row("replicas that keep up", sizes, scale -> "%d".formatted(scale.replicas())));
        for (String service : List.of("S3", "SQS", "DynamoDB", "Bedrock")) {
            lines.add(row(service + " requests", sizes, scale -> "%,.0f".formatted(scale.calls(service))));
        }
        for (String what : sizes.getFirst().dollars().keySet()) {
            lines.add(row(
                    "US$ " + what,
                    sizes,
                    scale -> "%,.2f".formatted(scale.dollars().getOrDefault(what, 0.0))));
        }
        return lines;
    }

    private static String row(String name, List<Scale> sizes, java.util.function.Function<Scale, String> cell) {
        var line = new StringBuilder("| ").append(name).append(" |");
        sizes.forEach(scale -> line.append(' ').append(cell.apply(scale)).append(" |"));
        return String.format(Locale.ROOT, "%s", line);
    }
}
