package io.caravan.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import io.caravan.model.Answer;
import io.caravan.model.Problem;
import io.caravan.model.Property;
import io.caravan.model.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JSON Schema that every answer of a run has to fit: an object's, whose properties become columns. Nothing that it
 * refers to is ever fetched. Immutable and thread-safe.
 */
public final class OutputSchema {
    /** The manifest's field. */
    public static final String FIELD = "output_schema";

    /** The inventory keeps it with the run, and it is sent with each record. */
    private static final int MAX_BYTES = 50_000;

    private static final int MOST_PROPERTIES = 200;
    private static final int LONGEST_NAME = 128;
    private static final int SHOWN = 5;
    private static final String DIALECT = "$schema";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** As they are written in a schema. */
    private static final Map<String, SpecificationVersion> DIALECTS = dialects();

    /** Of no class path and no network: the dialects' own schemas come with the library. */
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaCacheEnabled(false)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .failFast(true)
                            .locale(Locale.ENGLISH)
                            .pathType(PathType.JSON_POINTER)
                            .regularExpressionFactory(BoundedPattern::of)
                            .build()));

    private final ObjectNode schema;
    private final List<Property> properties;
    private final AnswerCheck check;

    private OutputSchema(ObjectNode schema) {
        this.schema = schema;
        var kinds = new Kinds(new References(schema));
        this.properties = schema.path("properties").properties().stream()
                .map(property -> new Property(property.getKey(), kinds.of(property.getValue())))
                .toList();
        this.check = new AnswerCheck(SCHEMAS.getSchema(schema), properties);
    }

    /** Reads the schema of an accepted manifest. */
    public static OutputSchema of(String json) {
        try {
            return of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw Refused.because(FIELD, "is not JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * Reads a schema.
     *
     * @throws Refused with all that is wrong with it
     */
    public static OutputSchema of(JsonNode json) {
        List<String> problems = problems(json);
        if (!problems.isEmpty()) {
            throw new Refused(problems.stream()
                    .map(message -> new Problem(FIELD, message))
                    .toList());
        }
        return new OutputSchema((ObjectNode) json);
    }

    private static List<String> problems(JsonNode json) {
        int bytes = json.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return List.of("has " + bytes + " bytes; at most " + MAX_BYTES + " are possible");
        }
        if (!(json instanceof ObjectNode schema)) {
            return List.of("must be a JSON Schema {…}, found " + json);
        }
        String dialect = schema.path(DIALECT).asText();
        if (schema.has(DIALECT) && !DIALECTS.containsKey(dialect)) {
            return List.of("is of dialect '" + dialect + "', which is none of " + String.join(", ", DIALECTS.keySet())
                    + "; leave $schema out for the newest");
        }
        List<String> survey = Survey.problems(schema);
        if (!survey.isEmpty()) {
            return survey;
        }
        List<String> wrong = dialectProblems(schema);
        return wrong.isEmpty() ? shape(schema) : wrong;
    }

    private static List<String> dialectProblems(ObjectNode schema) {
        SpecificationVersion version =
                DIALECTS.getOrDefault(schema.path(DIALECT).asText(), SpecificationVersion.DRAFT_2020_12);
        Schema rules = SCHEMAS.getSchema(SchemaLocation.of(version.getDialectId()));
        List<Error> errors =
                rules.validate(schema, context -> context.executionConfig(config -> config.failFast(false)));
        return errors.stream()
                .map(error -> "is no JSON Schema: at " + error.getInstanceLocation() + ": " + error.getMessage())
                .distinct()
                .limit(SHOWN)
                .toList();
    }

    /** What makes it a schema of rows. */
    private static List<String> shape(ObjectNode schema) {
        if (!schema.path("type").asText().equals("object")) {
            return List.of("must be of type object, as its properties become columns, found type "
                    + (schema.has("type") ? schema.path("type").toString() : "nothing"));
        }
        int count = schema.path("properties").size();
        if (count == 0 || count > MOST_PROPERTIES) {
            return List.of(
                    "has " + count + " properties, which become columns; it must have from 1 to " + MOST_PROPERTIES);
        }
        var problems = new ArrayList<String>();
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            if (name.isBlank()
                    || !name.equals(name.strip())
                    || name.length() > LONGEST_NAME
                    || name.chars().anyMatch(Character::isISOControl)) {
                problems.add("has property '" + name + "', which cannot name a column: a name has from 1 to "
                        + LONGEST_NAME + " characters, none of them a control character, and no blank at its ends");
            }
        });
        return problems;
    }

    private static Map<String, SpecificationVersion> dialects() {
        var dialects = new TreeMap<String, SpecificationVersion>();
        Stream.of(SpecificationVersion.DRAFT_7, SpecificationVersion.DRAFT_2019_09, SpecificationVersion.DRAFT_2020_12)
                .forEach(version -> dialects.put(version.getDialectId(), version));
        return Collections.unmodifiableMap(dialects);
    }

    /** Its properties, in the order in which it has them. */
    public List<Property> properties() {
        return properties;
    }

    /** What an answer is by this schema: its values, or a failure that keeps what the model said. */
    public Answer judged(Answer.Text said) {
        return check.judged(said);
    }

    /** The schema as a model is told it. */
    public ObjectNode told() {
        ObjectNode told = schema.deepCopy();
        told.remove(DIALECT);
        return told;
    }

    /** Why Bedrock would not hold a model to it; empty when it would. */
    public List<Problem> enforcement() {
        return Enforceable.problems(schema).stream()
                .map(message -> new Problem(FIELD, message))
                .toList();
    }

    /** The schema as Bedrock takes it where it holds the model to it. */
    public JsonNode enforced() {
        return Enforceable.of(schema);
    }

    /** The schema without a reference, its top no more than {@code type}, {@code properties} and {@code required}. */
    public ObjectNode plain() {
        return ((ObjectNode) new Inlined(new References(schema)).of(schema)).retain("type", "properties", "required");
    }

    /** Characters that it adds to a prompt. */
    public int length() {
        return told().toString().length();
    }
}
