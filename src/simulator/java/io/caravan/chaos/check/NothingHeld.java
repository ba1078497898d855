package io.caravan.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** At rest no slot is in use and nothing is waited for. */
final class NothingHeld implements Rule {

    @Override
    public String name() {
        return "no slot is leaked and nothing is left open";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        var found = new ArrayList<Violation>();
        evidence.slots().forEach((pool, inUse) -> {
            if (inUse != 0) {
                found.add(violation(pool, inUse + " slots are in use when all is at rest"));
            }
        });
        evidence.open().forEach(item -> found.add(violation(item, "is still open when all is at rest")));
        return found;
    }
}
