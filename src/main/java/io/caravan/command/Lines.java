package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** A line for each change, with the seconds since the beginning. */
final class Lines implements Display {
    private final PrintWriter out;
    private final long begin;
    private String shown = "";

    /** {@code begin} in nanoseconds of {@link System#nanoTime}. */
    Lines(PrintWriter out, long begin) {
        this.out = out;
        this.begin = begin;
    }

    @Override
    public void show(JsonNode run) {
        String state = run.path("state").asText();
        String now = RunText.progress(run)
                + (run.hasNonNull("waiting") ? " · " + run.path("waiting").asText() : " · " + state);
        if (!now.equals(shown)) {
            shown = now;
            note(run.path("id").asText() + "  " + now);
        }
    }

    @Override
    public void end(JsonNode run) {
        RunText.end(run).stream().map(RunText::plain).forEach(out::println);
        out.flush();
    }

    @Override
    public void note(String words) {
        out.printf(Locale.ROOT, "%5.1f s  %s%n", (System.nanoTime() - begin) / 1e9, RunText.plain(words));
        out.flush();
    }
}
