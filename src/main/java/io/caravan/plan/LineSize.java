package io.caravan.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.caravan.family.Ask;
import io.caravan.family.Family;
import io.caravan.model.Manifest;
import io.caravan.model.Template;
import java.util.HashMap;
import java.util.Map;

/** Bounds the size of a record's line from the body that all records share. */
final class LineSize {
    /** {@code {"recordId":"r0000000001","modelInput":}} and the line's end. */
    private static final long ENVELOPE = 42;

    /** Of rows that are records already, whose {@code modelInput} is sent as it is. */
    static final Plan.LineBytes OF_RECORDS = new Plan.LineBytes(ENVELOPE, 1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private LineSize() {}

    /** Of any record of a run, whichever of its prompts it has. */
    static Plan.LineBytes of(Manifest manifest, Family family) {
        return manifest.prompts().all().stream()
                .map(prompt -> of(family.body(Ask.of(prompt, manifest))))
                .reduce(Plan.LineBytes::larger)
                .map(bytes -> manifest.image().map(bytes::with).orElse(bytes))
                .map(bytes -> bytes.with(manifest.parameterColumns().keySet()))
                .orElse(OF_RECORDS);
    }

    private static Plan.LineBytes of(ObjectNode body) {
        var uses = new HashMap<String, Long>();
        count(body, uses);
        try {
            // A template written out as a node is longer than the text it stands for.
            long fixed = ENVELOPE + JSON.writeValueAsBytes(body).length;
            return new Plan.LineBytes(
                    fixed,
                    uses.values().stream().mapToLong(Long::longValue).max().orElse(0));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void count(JsonNode node, Map<String, Long> uses) {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof Template template) {
            for (Template.Part part : template.parts()) {
                if (part instanceof Template.Column column) {
                    uses.merge(column.name(), 1L, Long::sum);
                }
            }
        }
        node.forEach(child -> count(child, uses));
    }
}
