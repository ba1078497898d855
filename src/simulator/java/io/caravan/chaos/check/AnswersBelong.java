package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row has the answer that Bedrock gave to it; no answer that was given is thrown away, and none is paid for twice. */
final class AnswersBelong implements Rule {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer to a record, in the output of one of the jobs, which may repeat it. */
    private record Given(String job, String asked, JsonNode answer) {}

    @Override
    public String name() {
        return "each row has its own answer, given once";
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
        Map<String, List<Given>> answers = answers(run);
        Table source = run.source();
        Table result = run.result();
        Added added = Added.of(source, result);
        int key = source.column("key");
        for (List<String> row : result.rows()) {
            String id = row.get(added.recordId());
            List<Given> given = answers.getOrDefault(id, List.of());
            String where = run.id() + " record " + id;
            List<String> jobs = given.stream().map(Given::job).distinct().toList();
            if (jobs.size() > 1) {
                found.add(violation(where, "was answered " + jobs.size() + " times: " + jobs));
            }
            if (row.get(added.status()).equals("ok")) {
                belongs(where, row.get(key), row.get(added.response()), given, found);
            } else if (!given.isEmpty()) {
                found.add(violation(
                        where,
                        "is " + row.get(added.status()) + " (" + row.get(added.error()) + ") though "
                                + given.getFirst().job() + " answered it"));
            }
        }
    }

    private void belongs(String where, String key, String response, List<Given> given, List<Violation> found)
            throws IOException {
        if (given.isEmpty()) {
            found.add(violation(where, "is ok, but no output answers it"));
        } else if (given.stream().noneMatch(answer -> answer.asked().contains(key))) {
            found.add(violation(where, "was asked with '" + given.getFirst().asked() + "' instead of key " + key));
        } else {
            for (Given answer : given) {
                if (same(answer.answer(), response)) {
                    return;
                }
            }
            found.add(violation(
                    where,
                    "has '" + response + "' instead of '" + given.getFirst().answer() + "'"));
        }
    }

    private static boolean same(JsonNode answer, String response) throws IOException {
        return answer.isTextual() ? answer.asText().equals(response) : answer.equals(JSON.readTree(response));
    }

    private static Map<String, List<Given>> answers(Run run) throws IOException {
        var answers = new HashMap<String, List<Given>>();
        for (String key : run.outputs()) {
            String job = key.substring(0, key.lastIndexOf('/'));
            for (JsonNode line : JsonLines.whole(run.bucket().read(key))) {
                if (line.has("modelOutput")) {
                    answers.computeIfAbsent(line.path("recordId").asText(), id -> new ArrayList<>())
                            .add(new Given(job, line.path("modelInput").toString(), answer(line.path("modelOutput"))));
                }
            }
        }
        return answers;
    }

    /** A text, or the array of an embedding. */
    private static JsonNode answer(JsonNode output) {
        if (output.has("embedding")) {
            return output.path("embedding");
        }
        var text = new StringBuilder();
        output.path("content").forEach(block -> text.append(block.path("text").asText()));
        return JSON.getNodeFactory().textNode(text.toString());
    }
}
