package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** No attempt at a chunk is created twice, and each keeps its token however often it is asked for. */
final class CreatedOnce implements Rule {

    @Override
    public String name() {
        return "no job is created twice";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        var found = new ArrayList<Violation>();
        var arns = new HashMap<String, String>();
        var tokens = new HashMap<String, String>();
        var names = new HashMap<String, String>();
        for (JsonNode line : evidence.ledger("create")) {
            String name = line.path("jobName").asText();
            String token = line.path("token").asText();
            if (token.isEmpty()) {
                found.add(violation(name, "was asked for without a clientRequestToken"));
                continue;
            }
            String otherToken = tokens.putIfAbsent(name, token);
            if (otherToken != null && !otherToken.equals(token)) {
                found.add(violation(name, "was asked for under two tokens: " + otherToken + " and " + token));
            }
            String otherName = names.putIfAbsent(token, name);
            if (otherName != null && !otherName.equals(name)) {
                found.add(violation(name, "was asked for under the token of " + otherName));
            }
            if (line.path("outcome").asText().equals("accepted")) {
                String arn = line.path("jobArn").asText();
                String earlier = arns.putIfAbsent(name, arn);
                if (earlier != null) {
                    found.add(violation(name, "is two jobs: " + earlier + " and " + arn));
                }
            }
        }
        return found;
    }
}
