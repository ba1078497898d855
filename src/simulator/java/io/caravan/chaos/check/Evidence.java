package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that is judged.
 *
 * @param cancelled ids of the runs that a user asked to cancel
 * @param ledger the simulator's lines, oldest first
 * @param slots slots in use by pool
 * @param open what the inventory still waits for
 * @param parked notes about messages that nobody could handle
 * @param quota jobs that may be active at once
 */
public record Evidence(
        List<Drop> drops,
        Set<String> cancelled,
        Bucket bucket,
        List<JsonNode> ledger,
        Map<String, Integer> slots,
        List<String> open,
        List<String> parked,
        int quota) {

    /** The folders of the runs that a drop became. */
    List<Run> runs(Drop drop) throws IOException {
        var folders = new TreeSet<String>();
        String start = "runs/" + drop.name() + "-";
        for (String key : bucket.keys(start)) {
            folders.add(key.substring(0, key.indexOf('/', "runs/".length()) + 1));
        }
        var runs = new ArrayList<Run>();
        for (String folder : folders) {
            runs.add(new Run(drop, bucket, folder));
        }
        return runs;
    }

    /** The one run of each drop that became one. */
    List<Run> runs() throws IOException {
        var all = new ArrayList<Run>();
        for (Drop drop : drops) {
            List<Run> runs = runs(drop);
            if (drop.valid() && runs.size() == 1) {
                all.addAll(runs);
            }
        }
        return all;
    }

    /** The ledger's lines about something. */
    List<JsonNode> ledger(String what) {
        return ledger.stream()
                .filter(line -> line.path("what").asText().equals(what))
                .toList();
    }

    /** The jobs that Bedrock accepted. */
    List<JsonNode> accepted() {
        return ledger("create").stream()
                .filter(line -> line.path("outcome").asText().equals("accepted"))
                .toList();
    }

    /** A run of this name; empty for a job of somebody else. */
    Optional<Run> runOf(String jobName) throws IOException {
        for (Run run : runs()) {
            if (jobName.startsWith(run.id() + "-")) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }
}
