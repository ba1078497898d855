package io.caravan.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.model.Audience;
import io.caravan.model.Budget;
import io.caravan.model.Caps;
import io.caravan.model.ImageColumn;
import io.caravan.model.JobId;
import io.caravan.model.Manifest;
import io.caravan.model.Nearest;
import io.caravan.model.OutputFormat;
import io.caravan.model.Prompts;
import io.caravan.model.Refused;
import io.caravan.model.Remainder;
import io.caravan.model.WebhookHosts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a manifest, collecting everything that is wrong with it before refusing it. Thread-safe. */
final class ManifestReader {
    /** All that a manifest may have; {@code openapi.json} says what each is. */
    static final Set<String> FIELDS = Set.of(
            "s3_uri",
            "csv",
            "dataset_id",
            "dataset_config",
            "split",
            "dataset_revision",
            "job_name_prefix",
            "model_id",
            "prompt_id",
            "prompt_ids",
            "prompt_column",
            "prompts",
            "dedupe",
            "prompt",
            "system",
            "text_column",
            "parameters",
            "image_column",
            "image_max_bytes",
            "parameter_columns",
            "max_num_jobs",
            "max_records_per_batch",
            "max_records_per_job",
            "max_records",
            "output_format",
            "output_schema",
            "priority",
            "max_attempts",
            "remainder",
            "canary",
            "max_failed_percent",
            "timeout_hours",
            "tags",
            "notify",
            "dry_run",
            "max_cost_usd");

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    /** Bytes of what the inventory keeps with a run, as JSON: an item of DynamoDB has 400 KB, with the run's state and counts. */
    private static final int MOST_KEPT = 300_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final ModelCatalog models;
    private final PromptLibrary prompts;
    private final SourceCheck stored;
    private final HubCheck hub;
    private final String region;
    private final WebhookHosts webhooks;

    ManifestReader(
            ModelCatalog models,
            PromptLibrary prompts,
            SourceCheck stored,
            HubCheck hub,
            String region,
            WebhookHosts webhooks) {
        this.models = models;
        this.prompts = prompts;
        this.stored = stored;
        this.hub = hub;
        this.region = region;
        this.webhooks = webhooks;
    }

    /** A manifest and the model it names. */
    record Accepted(Manifest manifest, Model model) {}

    /**
     * Reads and checks a manifest, and looks at the head of its data set.
     *
     * @throws Refused with all that is wrong
     * @throws io.caravan.port.HubSilent when it cannot be told now
     */
    Accepted read(byte[] text) throws IOException {
        var fields = new Fields(parse(text));
        names(fields);
        Optional<String> prefix = prefix(fields);
        Optional<Model> model = fields.required("model_id").flatMap(id -> fields.noting(() -> models.resolve(id)));
        Optional<SourceFields.Found> data = new SourceFields(fields, stored, hub).read();
        Optional<Head> head = data.flatMap(SourceFields.Found::head);
        Optional<Prompts> asked = model.flatMap(m -> new PromptFields(fields, prompts).read(m, head));
        boolean dedupe = fields.flag("dedupe");
        Optional<ImageColumn> image = new ImageFields(fields).read(model, head);
        Map<String, Object> parameters = parameters(fields, model);
        Map<String, String> parameterColumns = new ParameterColumns(fields).read(model, head);
        Optional<String> schema = new SchemaFields(fields).read(model, parameters);
        Caps caps = new CapFields(fields).read(model, asked.map(Prompts::perRow).orElse(1));
        OutputFormat format = format(fields);
        int priority = fields.whole("priority", 0, 9, 0);
        int maxAttempts = fields.whole("max_attempts", 1, JobId.MAX_ATTEMPT, 3);
        double maxFailedPercent = fields.number("max_failed_percent", 0, 100, 100);
        int timeoutHours = fields.whole("timeout_hours", 24, 168, 24);
        Map<String, String> tags = new TagFields(fields).read();
        Budget budget = new BudgetFields(fields).read(model);
        var onDemand = new OnDemandFields(fields);
        Remainder remainder = onDemand.remainder(model);
        OptionalInt canary = onDemand.canary(model);
        Audience audience = new NotifyFields(fields, region, webhooks).read();
        asked.ifPresent(all -> fitsTheInventory(fields, List.of(all.all(), schema, parameters, tags)));
        fields.check();
        return new Accepted(
                new Manifest(
                        data.orElseThrow().source(),
                        prefix.orElseThrow(),
                        model.orElseThrow().id(),
                        asked.orElseThrow(),
                        dedupe,
                        image,
                        parameters,
                        parameterColumns,
                        schema,
                        caps,
                        format,
                        priority,
                        maxAttempts,
                        remainder,
                        canary,
                        maxFailedPercent,
                        timeoutHours,
                        tags,
                        budget,
                        audience),
                model.orElseThrow());
    }

    private static void fitsTheInventory(Fields fields, List<Object> kept) {
        int bytes = JSON.valueToTree(kept).toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_KEPT) {
            fields.wrong(
                    "",
                    "the prompts with their system prompt and examples, output_schema, parameters and tags have "
                            + bytes + " bytes together; at most " + MOST_KEPT
                            + " are possible: shorten them, or ask fewer prompts");
        }
    }

    private static ObjectNode parse(byte[] text) throws IOException {
        try {
            JsonNode json = JSON.readTree(text);
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw Refused.because(
                    "",
                    "the manifest must be a JSON object {…}, found "
                            + (json == null || json.isMissingNode()
                                    ? "nothing"
                                    : json.getNodeType().name().toLowerCase(Locale.ROOT)));
        } catch (StreamConstraintsException e) {
            throw Refused.because(
                    "",
                    "the manifest goes beyond what is read of JSON: " + e.getOriginalMessage()
                            + "; a manifest needs few levels and short numbers");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            throw Refused.because("", "the manifest is not JSON: " + where + e.getOriginalMessage());
        }
    }

    private static void names(Fields fields) {
        fields.names().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                fields.wrong(name, "is not a field of a manifest" + Nearest.didYouMean(name, FIELDS));
            }
        });
    }

    private static Optional<String> prefix(Fields fields) {
        Optional<String> given = fields.required("job_name_prefix");
        given.filter(name -> !PREFIX.matcher(name).matches())
                .ifPresent(name -> fields.wrong(
                        "job_name_prefix",
                        "'" + name + "' must be letters, digits, '-', '_' and '.', start with a letter or digit and"
                                + " have at most 63 characters"));
        return given;
    }

    private static Map<String, Object> parameters(Fields fields, Optional<Model> model) {
        Map<String, Object> parameters = fields.object("parameters")
                .map(object -> JSON.convertValue(object, new TypeReference<Map<String, Object>>() {}))
                .orElse(Map.of());
        model.ifPresent(m -> fields.wrong(m.check(parameters)));
        return parameters;
    }

    private static OutputFormat format(Fields fields) {
        String word = fields.text("output_format").orElse(OutputFormat.CSV.word());
        return OutputFormat.of(word).orElseGet(() -> {
            fields.wrong(
                    "output_format",
                    "'" + word + "' is no output format; valid are csv (the default), jsonl and parquet");
            return OutputFormat.CSV;
        });
    }
}
