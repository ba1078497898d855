package io.caravan.chaos.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Each manifest became one run that is over, or was refused. */
final class EveryRunIsOver implements Rule {
    private static final Set<String> OVER = Set.of("done", "failed");

    @Override
    public String name() {
        return "every run comes to its end";
    }

    @Override
    public List<Violation> check(Evidence evidence) throws IOException {
        var found = new ArrayList<Violation>();
        for (Drop drop : evidence.drops()) {
            List<Run> runs = evidence.runs(drop);
            String where = "inbox/" + drop.name() + ".json";
            if (evidence.bucket().has(where)) {
                found.add(violation(where, "is still in the inbox"));
            }
            if (drop.valid()) {
                valid(where, runs, evidence.cancelled(), found);
            } else {
                refused(drop, evidence, runs, found);
            }
        }
        return found;
    }

    private void valid(String where, List<Run> runs, Set<String> cancelled, List<Violation> found) throws IOException {
        if (runs.size() != 1) {
            found.add(violation(
                    where,
                    "became " + runs.size() + " runs instead of one: "
                            + runs.stream().map(Run::id).toList()));
            return;
        }
        Run run = runs.getFirst();
        if (!run.over()) {
            found.add(violation(run.id(), "has no summary.json"));
            return;
        }
        String state = run.summary().path("state").asText();
        boolean asked = cancelled.contains(run.id());
        if (!OVER.contains(state) && !(asked && state.equals("cancelled"))) {
            found.add(violation(
                    run.id(),
                    "its summary says '" + state + "' instead of done or failed"
                            + (asked ? " or cancelled" : ", and nobody cancelled it")));
        }
        String reason = run.summary().path("reason").asText();
        if (!run.delivered() && !(asked && reason.equals("cancelled before it was planned"))) {
            found.add(violation(run.id(), "is over without a result: " + reason));
        }
    }

    private void refused(Drop drop, Evidence evidence, List<Run> runs, List<Violation> found) throws IOException {
        if (!evidence.bucket().has("rejected/" + drop.name() + ".error.json")) {
            found.add(violation("inbox/" + drop.name() + ".json", "is not valid, but has no error.json in rejected/"));
        }
        if (!runs.isEmpty()) {
            found.add(violation(runs.getFirst().id(), "came from a manifest that is not valid"));
        }
    }
}
