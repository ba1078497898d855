package io.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a run is: a live bar on a terminal, a line for each change elsewhere. */
abstract class Progress implements AutoCloseable {
    /** Shows nothing. */
    static final Progress NONE = new Progress() {
        @Override
        void show(String run, long processed, long records, String words) {}

        @Override
        public void close() {}
    };

    private String shown = "";

    /** The script says whether the output is a terminal: Java 21 cannot tell. */
    static Progress on(PrintWriter out) {
        return Boolean.getBoolean("caravan.terminal") ? new Bar() : new Lines(out);
    }

    final void show(JsonNode run) {
        String now = words(run);
        if (!now.equals(shown)) {
            shown = now;
            show(
                    run.path("id").asText(),
                    run.path("processed").asLong(),
                    run.path("records").asLong(-1),
                    now);
        }
    }

    /** {@code records} is -1 while they are not counted yet. */
    abstract void show(String run, long processed, long records, String words);

    @Override
    public abstract void close();

    private static String words(JsonNode run) {
        String count = run.path("processed").asLong() + "/"
                + (run.hasNonNull("records") ? run.path("records").asText() : "?") + " records";
        return count + (run.hasNonNull("waiting") ? " · " + run.path("waiting").asText() : "");
    }

    private static final class Lines extends Progress {
        private final PrintWriter out;
        private final long begin = System.nanoTime();

        Lines(PrintWriter out) {
            this.out = out;
        }

        @Override
        void show(String run, long processed, long records, String words) {
            out.printf("%5.1f s  %s  %s%n", (System.nanoTime() - begin) / 1e9, run, words);
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }

    private static final class Bar extends Progress {
        private @Nullable ProgressBar bar;

        @Override
        void show(String run, long processed, long records, String words) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName(run)
                        .setInitialMax(-1)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(200)
                        .build();
            }
            bar.maxHint(records);
            bar.stepTo(processed);
            bar.setExtraMessage(words.substring(words.indexOf('·') + 1));
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
