package io.caravan.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.model.JobId;
import io.caravan.model.Manifest;
import io.caravan.model.Nearest;
import io.caravan.model.OutputFormat;
import io.caravan.model.Problem;
import io.caravan.model.Refused;
import io.caravan.model.S3Uri;
import io.caravan.model.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads a manifest, collecting everything that is wrong with it before refusing it. Thread-safe. */
final class ManifestReader {
    /** Bytes of a prompt or system prompt: the inventory keeps them with the run. */
    static final int MAX_PROMPT = 100_000;

    private static final Set<String> FIELDS = Set.of(
            "s3_uri",
            "job_name_prefix",
            "model_id",
            "prompt_id",
            "prompt",
            "system",
            "text_column",
            "parameters",
            "max_num_jobs",
            "max_records_per_batch",
            "max_records_per_job",
            "max_records",
            "output_format",
            "priority",
            "max_attempts",
            "remainder",
            "max_failed_percent",
            "timeout_hours",
            "tags");
    /** Of the contract, but not built yet: taking them in silence would promise what is not done. */
    private static final Set<String> NOT_YET = Set.of(
            "dataset_id",
            "split",
            "dataset_config",
            "dataset_revision",
            "output_schema",
            "max_cost_usd",
            "dry_run",
            "notify");

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9\\s._:/=+@-]*");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final ModelCatalog models;
    private final PromptLibrary prompts;
    private final SourceCheck sources;

    ManifestReader(ModelCatalog models, PromptLibrary prompts, SourceCheck sources) {
        this.models = models;
        this.prompts = prompts;
        this.sources = sources;
    }

    /** A manifest and the model it names. */
    record Accepted(Manifest manifest, Model model) {}

    /**
     * Reads and checks a manifest, and looks at the head of its data set.
     *
     * @throws Refused with all that is wrong
     */
    Accepted read(byte[] text) throws IOException {
        var problems = new ArrayList<Problem>();
        ObjectNode json = parse(text);
        var fields = new Fields(json, problems);
        names(json, problems);
        Optional<String> prefix = required(fields, "job_name_prefix", problems).filter(name -> prefix(name, problems));
        Optional<Model> model =
                required(fields, "model_id", problems).flatMap(id -> noting(problems, () -> models.resolve(id)));
        Optional<Prompt> prompt = model.flatMap(m -> prompt(fields, m, problems));
        Optional<Template> system = fields.text("system")
                .filter(given -> short_(given, "system", problems))
                .flatMap(given -> template("system", given, problems));
        Optional<S3Uri> source = source(fields, problems);
        source.ifPresent(uri -> columns(uri, prompt, system, problems));
        Map<String, Object> parameters = parameters(fields, model, problems);
        OptionalLong perJob = perJob(fields, model, problems);
        var manifest = new Manifest(
                source.orElse(new S3Uri("none", "none")),
                prefix.orElse(""),
                model.map(Model::id).orElse(""),
                prompt.flatMap(Prompt::id),
                prompt.map(Prompt::text).orElse(""),
                system.isPresent() ? fields.text("system") : Optional.empty(),
                parameters,
                fields.whole("max_num_jobs", 1, JobId.MAX_CHUNK),
                perJob,
                fields.whole("max_records", 1, Long.MAX_VALUE),
                format(fields, problems),
                (int) fields.whole("priority", 0, 9).orElse(0),
                (int) fields.whole("max_attempts", 1, JobId.MAX_ATTEMPT).orElse(3),
                fields.number("max_failed_percent", 0, 100, 100),
                (int) fields.whole("timeout_hours", 24, 168).orElse(24),
                tags(fields, problems));
        remainder(fields, problems);
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        return new Accepted(manifest, model.orElseThrow());
    }

    private record Prompt(Optional<String> id, String field, String text, Template template) {}

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
                                    : json.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            throw Refused.because("", "the manifest is not JSON: " + where + e.getOriginalMessage());
        }
    }

    private static void names(ObjectNode json, List<Problem> problems) {
        json.fieldNames().forEachRemaining(name -> {
            if (NOT_YET.contains(name)) {
                if (json.hasNonNull(name)) {
                    problems.add(new Problem(name, "is not supported by this version; leave it out"));
                }
            } else if (!FIELDS.contains(name)) {
                problems.add(new Problem(name, "is not a field of a manifest" + Nearest.didYouMean(name, FIELDS)));
            }
        });
    }

    private static Optional<String> required(Fields fields, String name, List<Problem> problems) {
        if (!fields.has(name)) {
            problems.add(new Problem(name, "is required"));
        }
        return fields.text(name);
    }

    private static boolean prefix(String name, List<Problem> problems) {
        boolean fits = PREFIX.matcher(name).matches();
        if (!fits) {
            problems.add(new Problem(
                    "job_name_prefix",
                    "'" + name + "' must be letters, digits, '-', '_' and '.', start with a letter or digit and have at"
                            + " most 63 characters"));
        }
        return fits;
    }

    private Optional<S3Uri> source(Fields fields, List<Problem> problems) {
        boolean hub = fields.has("dataset_id");
        if (fields.has("s3_uri") && hub) {
            problems.add(new Problem("s3_uri", "is given beside dataset_id; a run has one source, so leave one out"));
            return Optional.empty();
        }
        if (!fields.has("s3_uri")) {
            if (!hub) {
                problems.add(new Problem("s3_uri", "is missing: name the data set, as s3://bucket/key.csv or .jsonl"));
            }
            return Optional.empty();
        }
        return fields.text("s3_uri").flatMap(text -> noting(problems, () -> sources.locate(text)));
    }

    private void columns(S3Uri uri, Optional<Prompt> prompt, Optional<Template> system, List<Problem> problems) {
        Optional<List<String>> columns = noting(problems, () -> sources.columns(uri));
        columns.ifPresent(names -> {
            prompt.ifPresent(p -> missing(p.field(), p.template(), names, problems));
            system.ifPresent(template -> missing("system", template, names, problems));
        });
    }

    private static void missing(String field, Template template, List<String> columns, List<Problem> problems) {
        for (String column : template.columns()) {
            if (!columns.contains(column)) {
                problems.add(new Problem(
                        field,
                        "needs column '" + column + "', which the data set does not have"
                                + sentence(Nearest.didYouMean(column, columns)) + " Columns are: "
                                + String.join(", ", columns)));
            }
        }
    }

    /** Ends the sentence where there is no question at its end. */
    static String sentence(String didYouMean) {
        return didYouMean.isEmpty() ? "." : didYouMean;
    }

    private Optional<Prompt> prompt(Fields fields, Model model, List<Problem> problems) {
        boolean embeds = model.family().embeds();
        for (String field : embeds ? List.of("prompt", "prompt_id", "system") : List.of("text_column")) {
            if (fields.has(field)) {
                problems.add(new Problem(
                        field,
                        embeds
                                ? "is for text models; " + model.baseId()
                                        + " is an embedding model and reads the column that text_column names (default input_text)"
                                : "is for embedding models; " + model.baseId()
                                        + " is a text model and takes a prompt"));
            }
        }
        if (embeds) {
            String column = fields.text("text_column").orElse("input_text");
            return Optional.of(
                    new Prompt(Optional.empty(), "text_column", "{" + column + "}", Template.ofColumn(column)));
        }
        if (fields.has("prompt") == fields.has("prompt_id")) {
            problems.add(new Problem(
                    "prompt_id",
                    fields.has("prompt")
                            ? "is given beside prompt; a run has one prompt, so leave one out"
                            : "is missing: name a prompt of the library, or give one inline as 'prompt'"));
            return Optional.empty();
        }
        Optional<String> id = fields.text("prompt_id");
        String field = id.isPresent() ? "prompt_id" : "prompt";
        return id.flatMap(name -> noting(problems, () -> prompts.text(name)))
                .or(() -> fields.text("prompt"))
                .filter(text -> short_(text, field, problems))
                .flatMap(text -> template(field, text, problems).map(t -> new Prompt(id, field, text, t)));
    }

    private static boolean short_(String text, String field, List<Problem> problems) {
        int bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes > MAX_PROMPT) {
            problems.add(new Problem(field, "has " + bytes + " bytes; at most " + MAX_PROMPT + " are possible"));
        }
        return bytes <= MAX_PROMPT;
    }

    private static Optional<Template> template(String field, String text, List<Problem> problems) {
        try {
            return Optional.of(Template.parse(text));
        } catch (Refused e) {
            e.problems().forEach(problem -> problems.add(new Problem(field, problem.message())));
            return Optional.empty();
        }
    }

    private static Map<String, Object> parameters(Fields fields, Optional<Model> model, List<Problem> problems) {
        Map<String, Object> parameters = fields.object("parameters")
                .map(object -> JSON.convertValue(object, new TypeReference<Map<String, Object>>() {}))
                .orElse(Map.of());
        model.ifPresent(m -> problems.addAll(m.check(parameters)));
        return parameters;
    }

    private static OptionalLong perJob(Fields fields, Optional<Model> model, List<Problem> problems) {
        if (fields.has("max_records_per_batch") && fields.has("max_records_per_job")) {
            problems.add(new Problem(
                    "max_records_per_job", "means the same as max_records_per_batch; leave one of them out"));
        }
        String name = fields.has("max_records_per_job") ? "max_records_per_job" : "max_records_per_batch";
        OptionalLong most = fields.whole(name, 1, Long.MAX_VALUE);
        model.ifPresent(m -> {
            long least = m.limits().minRecords();
            if (most.isPresent() && most.getAsLong() < least) {
                problems.add(new Problem(
                        name,
                        "must be at least " + least + ", which Bedrock asks of a batch job for this model, found "
                                + most.getAsLong()));
            }
        });
        return most;
    }

    private static OutputFormat format(Fields fields, List<Problem> problems) {
        String word = fields.text("output_format").orElse(OutputFormat.CSV.word());
        Optional<OutputFormat> format = OutputFormat.of(word);
        if (format.isEmpty()) {
            problems.add(new Problem(
                    "output_format",
                    "'" + word + "' is not supported by this version; valid are csv (the default) and jsonl"));
        }
        return format.orElse(OutputFormat.CSV);
    }

    private static void remainder(Fields fields, List<Problem> problems) {
        fields.text("remainder").ifPresent(word -> {
            if (!word.equals("reject")) {
                problems.add(new Problem(
                        "remainder", "'" + word + "' is not supported by this version; valid is reject (the default)"));
            }
        });
    }

    private static Map<String, String> tags(Fields fields, List<Problem> problems) {
        var tags = new TreeMap<String, String>();
        fields.object("tags")
                .ifPresent(object -> object.properties().forEach(tag -> {
                    String key = tag.getKey();
                    String value = tag.getValue().asText();
                    if (!tag.getValue().isTextual()
                            || key.isEmpty()
                            || key.length() > 128
                            || value.length() > 256
                            || !TAG.matcher(key).matches()
                            || !TAG.matcher(value).matches()) {
                        problems.add(new Problem(
                                "tags." + key,
                                "must be a text of at most 256 characters under a name of 1 to 128, made of letters, digits,"
                                        + " spaces and . _ : / = + @ -, found " + tag.getValue()));
                    } else {
                        tags.put(key, value);
                    }
                }));
        if (tags.size() > 200) {
            problems.add(new Problem("tags", "has " + tags.size() + " tags; Bedrock takes 200"));
        }
        return tags;
    }

    private static <T> Optional<T> noting(List<Problem> problems, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (Refused e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }
}
