package io.caravan.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.port.NewerItem;

/**
 * How the bodies of items are written, by number. Each body carries its shape; what an earlier version wrote is given
 * the shape of this one when it is read, and has it once it is moved.
 *
 * <pre>
 * 0  no number; one prompt, no audience, no bill, jobs without the times of their stay at Bedrock
 * 1  results with costs; several prompts, images, an audience, bills
 * 2  records that are sent once for several rows; slices say with which record of the data set they begin
 * </pre>
 *
 * What stages read of each other in a run's folder belongs to the shape of the run.
 */
final class Shape {
    /** What this version writes, and the latest that it reads. */
    static final int NOW = 2;

    private static final String NUMBER = "shape";

    private Shape() {}

    /** Says in a body that it is written as this version does. */
    static ObjectNode written(ObjectNode body) {
        return body.put(NUMBER, NOW);
    }

    /**
     * A body as this version would have written it.
     *
     * @param item its key, for messages
     * @throws NewerItem when a later version wrote it
     */
    static ObjectNode read(ObjectNode body, String item) {
        int shape = body.path(NUMBER).asInt(0);
        if (shape > NOW) {
            throw new NewerItem(item, shape, NOW);
        }
        if (shape < 1) {
            first(body);
        }
        if (shape < 2) {
            second(body);
        }
        return body;
    }

    private static void first(ObjectNode body) {
        if (body.get("manifest") instanceof ObjectNode manifest) {
            prompts(manifest);
            absent(manifest, "parameterColumns", manifest.objectNode());
            ObjectNode nobody = manifest.objectNode();
            nobody.putArray("targets");
            nobody.putArray("events");
            absent(manifest, "audience", nobody);
        }
        if (body.get("state") instanceof ObjectNode state && state.has("at")) {
            absent(state, "since", state.get("at"));
            absent(state, "ended", state.get("at"));
            if (state.get("tally") instanceof ObjectNode tally) {
                absent(tally, "bill", bill(tally));
            }
            if (state.has("joined")) {
                state.put("outdated", true); // results have a column more
            }
        }
    }

    private static void second(ObjectNode body) {
        if (body.get("work") instanceof ObjectNode work && work.get("slice") instanceof ObjectNode slice) {
            slice.put("first", work.path("firstRow").asLong() - 1);
        }
    }

    private static void prompts(ObjectNode manifest) {
        JsonNode prompt = manifest.remove("prompt");
        if (prompt != null) {
            ObjectNode prompts = manifest.putObject("prompts");
            prompts.put("is", prompt.isNull() ? "None" : "One");
            prompts.set("prompt", prompt);
        }
    }

    /** Nothing was billed twice: each record counted was billed once. */
    private static ObjectNode bill(ObjectNode tally) {
        ObjectNode bill = tally.objectNode();
        JsonNode onDemand = tally.path("onDemand");
        ObjectNode batch = bill.putObject("batch");
        batch.put(
                "records",
                tally.path("ok").asLong()
                        + tally.path("failed").asLong()
                        - onDemand.path("records").asLong());
        for (String tokens : new String[] {"inputTokens", "outputTokens"}) {
            batch.put(
                    tokens, tally.path(tokens).asLong() - onDemand.path(tokens).asLong());
        }
        bill.set("onDemand", onDemand);
        bill.putObject("canary").put("records", 0).put("inputTokens", 0).put("outputTokens", 0);
        return bill;
    }

    private static void absent(ObjectNode object, String name, JsonNode value) {
        if (!object.hasNonNull(name)) {
            object.set(name, value);
        }
    }
}
