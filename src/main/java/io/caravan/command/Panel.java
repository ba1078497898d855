package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What is known of a run, drawn over what was shown of it before. */
final class Panel implements Display {
    private static final String ESC = "\u001b[";
    /** Longer lines are cut by the terminal: folded ones would take more rows than were counted. */
    private static final String CUT = ESC + "?7l";

    private static final String FOLD = ESC + "?7h";
    private static final String CLEAR_BELOW = ESC + "J";
    private static final int WIDTH = 40;

    private final PrintWriter out;
    private int rows;

    Panel(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(JsonNode run) {
        List<String> lines = new ArrayList<>(RunText.lines(run));
        lines.add(1, bar(run));
        var drawn = new StringBuilder(CUT);
        if (rows > 0) {
            drawn.append(ESC).append(rows).append('F');
        }
        drawn.append(CLEAR_BELOW);
        lines.forEach(line -> drawn.append(RunText.plain(line)).append('\n'));
        out.print(drawn.append(FOLD));
        out.flush();
        rows = lines.size();
    }

    @Override
    public void end(JsonNode run) {
        RunText.end(run).stream().map(RunText::plain).forEach(out::println);
        out.flush();
    }

    @Override
    public void note(String words) {
        out.println(words);
        out.flush();
        rows = 0; // the next panel comes below
    }

    private static String bar(JsonNode run) {
        long records = run.path("records").asLong();
        int full = records == 0 ? 0 : (int) (WIDTH * run.path("processed").asLong() / records);
        return "█".repeat(full) + "░".repeat(WIDTH - full) + "  " + RunText.progress(run);
    }
}
