package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each job that Bedrock accepted is over and stands in its run's summary, which names no job that Bedrock doesn't know. */
final class NoOrphans implements Rule {
    private static final Set<String> OVER = Set.of("Completed", "PartiallyCompleted", "Failed", "Stopped", "Expired");

    @Override
    public String name() {
        return "no job is forgotten";
    }

    @Override
    public List<Violation> check(Evidence evidence) throws IOException {
        var found = new ArrayList<Violation>();
        Map<String, String> status = new HashMap<>();
        evidence.ledger("state")
                .forEach(line -> status.put(
                        line.path("jobArn").asText(), line.path("status").asText()));
        Set<String> summarised = summarised(evidence);
        Set<String> known = new HashSet<>();
        for (JsonNode line : evidence.accepted()) {
            String arn = line.path("jobArn").asText();
            String name = line.path("jobName").asText();
            known.add(arn);
            if (!OVER.contains(status.getOrDefault(arn, "nothing"))) {
                found.add(violation(name, arn + " is " + status.get(arn) + " when all is at rest"));
            }
            if (evidence.runOf(name).isEmpty()) {
                found.add(violation(name, arn + " belongs to no run"));
            } else if (!summarised.contains(arn)) {
                found.add(violation(name, arn + " is not in its run's summary"));
            }
        }
        for (String arn : summarised) {
            if (!known.contains(arn)) {
                found.add(violation(arn, "stands in a summary, but Bedrock never accepted it"));
            }
        }
        return found;
    }

    private static Set<String> summarised(Evidence evidence) throws IOException {
        var arns = new HashSet<String>();
        for (Run run : evidence.runs()) {
            if (run.over()) {
                run.summary().path("jobs").forEach(job -> {
                    if (!job.path("arn").asText("").isEmpty()) {
                        arns.add(job.path("arn").asText());
                    }
                });
            }
        }
        return arns;
    }
}
