package io.caravan.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.CsvForm;
import io.caravan.model.Manifest;
import io.caravan.model.Milestone;
import io.caravan.model.Prompt;
import io.caravan.model.Prompts;
import io.caravan.model.Source;
import io.caravan.model.Template;
import java.util.List;
import java.util.Optional;

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
        prompts(json, manifest.prompts(), embeds);
        if (!(manifest.prompts() instanceof Prompts.None)) {
            json.set("parameters", JSON.valueToTree(manifest.parameters()));
            if (!manifest.parameterColumns().isEmpty()) {
                json.set("parameter_columns", JSON.valueToTree(manifest.parameterColumns()));
            }
        }
        if (manifest.dedupe()) {
            json.put("dedupe", true);
        }
        manifest.image()
                .ifPresent(image -> json.put("image_column", image.column()).put("image_max_bytes", image.maxBytes()));
        manifest.outputSchema().ifPresent(schema -> json.set("output_schema", tree(schema)));
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

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As they were: the library's may change. */
    private static void prompts(ObjectNode json, Prompts prompts, boolean embeds) {
        switch (prompts) {
            case Prompts.None none -> {}
            case Prompts.One one -> {
                Prompt prompt = one.prompt();
                if (!embeds) {
                    json.set("prompt", form(prompt.withSystem(Optional.empty())));
                } else if (!prompt.text().isEmpty()) {
                    json.put(
                            "text_column",
                            String.join("", Template.parse(prompt.text()).columns()));
                }
                prompt.system().ifPresent(text -> json.put("system", text));
            }
            case Prompts.Each each -> several(json, each.all());
            case Prompts.Named named -> {
                json.put("prompt_column", named.column());
                several(json, named.all());
            }
        }
    }

    private static void several(ObjectNode json, List<Prompt> prompts) {
        for (Prompt prompt : prompts) {
            String id = prompt.id().orElseThrow();
            json.withArray("prompt_ids").add(id);
            json.withObjectProperty("prompts").set(id, form(prompt));
        }
    }

    private static JsonNode form(Prompt prompt) {
        if (prompt.examples().isEmpty() && prompt.system().isEmpty()) {
            return JSON.getNodeFactory().textNode(prompt.text());
        }
        ObjectNode form = JSON.createObjectNode();
        prompt.system().ifPresent(text -> form.put("system", text));
        prompt.examples()
                .forEach(example -> form.withArray("examples")
                        .addObject()
                        .put("user", example.user())
                        .put("assistant", example.assistant()));
        return form.put("prompt", prompt.text());
    }
}
