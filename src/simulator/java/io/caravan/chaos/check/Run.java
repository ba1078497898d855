package io.caravan.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/** A run's folder, read as a user would. */
record Run(Drop drop, Bucket bucket, String folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String id() {
        return folder.substring("runs/".length(), folder.length() - 1);
    }

    boolean over() throws IOException {
        return bucket.has(folder + "summary.json");
    }

    /** Whether there is a result to look at. */
    boolean delivered() throws IOException {
        return over() && bucket.has(folder + "result.csv");
    }

    JsonNode summary() throws IOException {
        return JSON.readTree(bucket.read(folder + "summary.json"));
    }

    Table source() throws IOException {
        return Table.read(bucket.read(drop.data()));
    }

    Table result() throws IOException {
        return Table.read(bucket.read(folder + "result.csv"));
    }

    /** Lines of {@code errors.jsonl}. */
    List<JsonNode> errors() throws IOException {
        return JsonLines.read(bucket.read(folder + "errors.jsonl"));
    }

    /** What Bedrock wrote for all jobs of the run, wherever it lies in the run's folder. */
    List<String> outputs() throws IOException {
        return bucket.keys(folder + "jobs/").stream()
                .filter(key -> key.endsWith(".jsonl.out"))
                .toList();
    }
}
