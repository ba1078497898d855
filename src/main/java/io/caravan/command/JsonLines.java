package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.PrintWriter;

/** The run as the API has it, on a line of its own for each change; what is for people goes elsewhere. */
final class JsonLines implements Display {
    private final PrintWriter out;
    private final PrintWriter notes;
    private JsonNode shown = MissingNode.getInstance();

    JsonLines(PrintWriter out, PrintWriter notes) {
        this.out = out;
        this.notes = notes;
    }

    @Override
    public void show(JsonNode run) {
        if (!run.equals(shown)) {
            shown = run;
            out.println(run);
            out.flush();
        }
    }

    @Override
    public void note(String words) {
        notes.println(words);
        notes.flush();
    }

    @Override
    public void end(JsonNode run) {} // the last line was that
}
