package io.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a contender took for a step, as it prints it in its last line.
 *
 * @param seconds without its start
 * @param peakBytes the most memory its process has had resident, with its start
 */
record Taken(double seconds, long peakBytes) {
    private static final Pattern LINE = Pattern.compile("seconds (\\S+) peak_bytes (\\d+)");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /** Of this process, since {@code start} by {@link System#nanoTime}. */
    static Taken since(long start) throws IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Taken(seconds, peak(ProcessHandle.current().pid()));
    }

    /** The most memory that a process has had resident so far; 0 where the system does not tell. */
    static long peak(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        Matcher peak = PEAK.matcher(Files.readString(status));
        return peak.find() ? Long.parseLong(peak.group(1)) * 1024 : 0;
    }

    static Taken parse(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("a contender did not say what it took: " + output);
        }
        return new Taken(Double.parseDouble(line.group(1)), Long.parseLong(line.group(2)));
    }

    @Override
    public String toString() {
        return "seconds " + seconds + " peak_bytes " + peakBytes;
    }
}
