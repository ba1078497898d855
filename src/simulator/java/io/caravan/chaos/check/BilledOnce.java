package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** No job is billed twice, nor for an attempt that was billed already. */
final class BilledOnce implements Rule {

    @Override
    public String name() {
        return "no job is billed twice";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        var found = new ArrayList<Violation>();
        var names = new HashSet<String>();
        for (JsonNode line : evidence.ledger("billed")) {
            if (!names.add(line.path("jobName").asText())) {
                found.add(violation(
                        line.path("jobName").asText(),
                        "was billed again as " + line.path("jobArn").asText()));
            }
        }
        return found;
    }
}
