package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * At no instant are more jobs of a model active than the service may have. The simulator's own limit is higher, so that
 * it is the service's restraint that shows.
 */
final class WithinQuota implements Rule {

    @Override
    public String name() {
        return "the quota is never exceeded";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        var found = new ArrayList<Violation>();
        for (JsonNode line : evidence.ledger("state")) {
            if (line.path("active").asInt() > evidence.quota()) {
                found.add(violation(
                        line.path("jobName").asText() + " at " + line.path("at").asText(),
                        line.path("active").asInt() + " jobs of "
                                + line.path("model").asText() + " are active under a quota of " + evidence.quota()));
            }
        }
        return found;
    }
}
