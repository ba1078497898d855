package io.caravan.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.CsvForm;
import io.caravan.model.Manifest;
import io.caravan.model.Milestone;
import io.caravan.model.Prompt;
import io.caravan.model.Source;
import io.caravan.model.Template;

/** Writes an accepted manifest with its defaults filled in, so that it can be dropped again as it is. */
final class NormalManifest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private NormalManifest() {}

    static byte[] of(Manifest manifest, boolean embeds) {
        ObjectNode json = JSON.createObjectNode();
        switch (manifest.source()) {
            case Source.Stored stored -> {
                json.put("s3_uri", stored.uri().toString());
                if (!stored.csv().equals(CsvForm.USUAL)) { // of other formats there is nothing to say
                    json.putObject("csv")
                            .put("separator", String.valueOf(stored.csv().separator()))
                            .put("charset", stored.csv().charset().name());
                }
            }
            case Source.Hub hub -> {
                json.put("dataset_id", hub.dataset());
                json.put("dataset_config", hub.config());
                json.put("split", hub.split());
                json.put("dataset_revision", hub.revision());
            }
        }
        json.put("job_name_prefix", manifest.jobNamePrefix());
        json.put("model_id", manifest.modelId());
        manifest.prompt().ifPresent(prompt -> {
            if (embeds) {
                json.put(
                        "text_column",
                        String.join("", Template.parse(prompt.text()).columns()));
            } else {
                prompt(json, prompt);
            }
            prompt.system().ifPresent(text -> json.put("system", text));
            json.set("parameters", JSON.valueToTree(manifest.parameters()));
        });
        manifest.caps().jobs().ifPresent(n -> json.put("max_num_jobs", n));
        manifest.caps().recordsPerJob().ifPresent(n -> json.put("max_records_per_batch", n));
        manifest.caps().records().ifPresent(n -> json.put("max_records", n));
        json.put("output_format", manifest.outputFormat().word());
        json.put("priority", manifest.priority());
        json.put("max_attempts", manifest.maxAttempts());
        json.put("remainder", manifest.remainder().word());
        manifest.canary().ifPresent(n -> json.put("canary", n));
        json.put("max_failed_percent", manifest.maxFailedPercent());
        json.put("timeout_hours", manifest.timeoutHours());
        manifest.budget().maxCostUsd().ifPresent(most -> json.put("max_cost_usd", most));
        if (manifest.budget().dryRun()) {
            json.put("dry_run", true);
        }
        json.set("tags", JSON.valueToTree(manifest.tags()));
        if (!manifest.audience().targets().isEmpty()) {
            ObjectNode notify = json.putObject("notify");
            notify.set("to", JSON.valueToTree(manifest.audience().targets()));
            notify.set(
                    "events",
                    JSON.valueToTree(manifest.audience().events().stream()
                            .map(Milestone::word)
                            .sorted()
                            .toList()));
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it was: the library's may change. */
    private static void prompt(ObjectNode json, Prompt prompt) {
        if (prompt.examples().isEmpty()) {
            json.put("prompt", prompt.text());
            return;
        }
        ObjectNode form = json.putObject("prompt");
        ArrayNode examples = form.putArray("examples");
        prompt.examples()
                .forEach(example ->
                        examples.addObject().put("user", example.user()).put("assistant", example.assistant()));
        form.put("prompt", prompt.text());
    }
}
