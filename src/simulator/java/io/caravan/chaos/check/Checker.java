package io.caravan.chaos.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Judges what chaos left behind by every promise there is. */
public final class Checker {
    private static final List<Rule> RULES = List.of(
            new EveryRunIsOver(),
            new RowsInRowsOut(),
            new CountsAddUp(),
            new AnswersBelong(),
            new CreatedOnce(),
            new BilledOnce(),
            new WithinQuota(),
            new NothingHeld(),
            new NoOrphans(),
            new NothingParkedInError());

    private Checker() {}

    /** The promises that are checked, as sentences. */
    public static List<String> promises() {
        return RULES.stream().map(Rule::name).toList();
    }

    /** All that is not as promised; empty when all is well. */
    public static List<Violation> check(Evidence evidence) throws IOException {
        var found = new ArrayList<Violation>();
        for (Rule rule : RULES) {
            try {
                found.addAll(rule.check(evidence));
            } catch (RuntimeException e) {
                found.add(new Violation(rule.name(), "the evidence", "cannot be read: " + e));
            }
        }
        return found;
    }
}
