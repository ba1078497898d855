package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ok + failed + skipped = total}, in the summary, the result and the errors file alike. */
final class CountsAddUp implements Rule {
    private static final List<String> WORDS = List.of("ok", "failed", "skipped");

    @Override
    public String name() {
        return "ok + failed + skipped = total";
    }

    @Override
    public List<Violation> check(Evidence evidence) throws IOException {
        var found = new ArrayList<Violation>();
        for (Run run : evidence.runs()) {
            if (run.delivered()) {
                check(run, found);
            }
        }
        return found;
    }

    private void check(Run run, List<Violation> found) throws IOException {
        JsonNode rows = run.summary().path("rows");
        Map<String, Long> said = new TreeMap<>();
        WORDS.forEach(word -> said.put(word, rows.path(word).asLong()));
        long sum = said.values().stream().mapToLong(Long::longValue).sum();
        if (sum != rows.path("total").asLong(-1)) {
            found.add(violation(run.id(), "the summary's rows do not add up: " + rows));
        }
        Map<String, Long> counted = counted(run, found);
        if (!counted.equals(said)) {
            found.add(violation(run.id(), "the summary says " + said + ", the result holds " + counted));
        }
        long errors = run.errors().size();
        long expected = counted.getOrDefault("failed", 0L) + counted.getOrDefault("skipped", 0L);
        if (errors != expected) {
            found.add(violation(run.id(), "errors.jsonl has " + errors + " lines for " + expected + " rows not ok"));
        }
    }

    private Map<String, Long> counted(Run run, List<Violation> found) throws IOException {
        Table result = run.result();
        int status = Added.of(run.source(), result).status();
        Map<String, Long> counted = new TreeMap<>();
        WORDS.forEach(word -> counted.put(word, 0L));
        for (List<String> row : result.rows()) {
            String word = row.get(status);
            if (!WORDS.contains(word)) {
                found.add(violation(run.id() + " " + row, "has the status '" + word + "'"));
            }
            counted.merge(word, 1L, Long::sum);
        }
        return counted;
    }
}
