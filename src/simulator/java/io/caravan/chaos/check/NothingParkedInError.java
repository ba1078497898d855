package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Messages are parked because they make no sense, or because the network failed them too often; never because of a
 * mistake in the service.
 */
final class NothingParkedInError implements Rule {
    /** What the harness writes into messages that make no sense. */
    static final String POISON = "chaos-poison";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NETWORK = Pattern.compile(
            "software\\.amazon\\.awssdk|java\\.io\\.|java\\.net\\.|org\\.apache\\.hc|TransactionCanceled");

    @Override
    public String name() {
        return "nothing is parked that should not be";
    }

    @Override
    public List<Violation> check(Evidence evidence) throws IOException {
        var found = new ArrayList<Violation>();
        for (String note : evidence.parked()) {
            JsonNode json = JSON.readTree(note);
            String reason = json.path("reason").asText();
            if (!json.path("message").asText().contains(POISON)
                    && !NETWORK.matcher(reason).find()) {
                found.add(violation("route " + json.path("route").asText(), note));
            }
        }
        return found;
    }
}
