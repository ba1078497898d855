package io.caravan.chaos.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every input row is in the result once, in order, with all its columns unchanged. */
final class RowsInRowsOut implements Rule {

    @Override
    public String name() {
        return "rows in = rows out";
    }

    @Override
    public List<Violation> check(Evidence evidence) throws IOException {
        var found = new ArrayList<Violation>();
        for (Run run : evidence.runs()) {
            if (run.delivered()) {
                compare(run, run.source(), run.result(), found);
            }
        }
        return found;
    }

    private void compare(Run run, Table source, Table result, List<Violation> found) {
        int columns = source.columns().size();
        if (result.columns().size() < columns
                || !result.columns().subList(0, columns).equals(source.columns())) {
            found.add(violation(
                    run.id(), "the result's columns " + result.columns() + " do not begin with " + source.columns()));
            return;
        }
        if (result.rows().size() != source.rows().size()) {
            found.add(violation(
                    run.id(),
                    source.rows().size() + " rows in, but " + result.rows().size() + " rows out"));
        }
        for (int row = 0; row < Math.min(source.rows().size(), result.rows().size()); row++) {
            List<String> in = source.rows().get(row);
            List<String> out = result.rows().get(row);
            String id = String.format(Locale.ROOT, "r%010d", row + 1);
            if (out.size() != result.columns().size()
                    || !out.subList(0, columns).equals(in)) {
                found.add(violation(run.id() + " row " + (row + 1), "was " + in + " and is " + out));
                return; // one lost row moves all that follow
            }
            if (!out.get(columns).equals(id)) {
                found.add(violation(run.id() + " row " + (row + 1), "is record " + out.get(columns) + ", not " + id));
                return;
            }
        }
    }
}
