package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Shows how far a run is: a live panel on a terminal, a line for each change elsewhere. */
public interface Display {
    /** Shows nothing. */
    Display NONE = new Display() {
        @Override
        public void show(JsonNode run) {}

        @Override
        public void note(String words) {}

        @Override
        public void end(JsonNode run) {}
    };

    /** Shows a run as it is now. What was shown before is the same run, or nothing. */
    void show(JsonNode run);

    /** Says something beside the run. */
    void note(String words);

    /** Shows how a run came out. */
    void end(JsonNode run);

    /** For people. */
    static Display on(PrintWriter out, boolean terminal) {
        return terminal ? new Panel(out) : new Lines(out, System.nanoTime());
    }
}
