package io.caravan.aws;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Notice;
import io.caravan.model.Parked;
import io.caravan.model.Prompts;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Source;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Runs and jobs as items: what is searched or counted is an attribute of its own, the rest is a JSON body that reads the
 * sealed states back by their names.
 */
final class Items {
    static final String BODY = "body";
    static final String VERSION = "version";
    /** Starts the attributes that count a run's jobs by state. */
    static final String JOBS = "jobs_";
    /** Starts the attributes that count a run's failed records by class. */
    static final String ERRORS = "errors_";

    private static final String ON_DEMAND = "onDemand";
    private static final String PADDING = "padding";
    private static final String REPEATS = "repeats";
    private static final String BILLED = "billed";
    private static final String BILLED_ON_DEMAND = "billedOnDemand";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(JobState.class, Named.class)
            .addMixIn(RunState.class, Named.class)
            .addMixIn(Work.class, Named.class)
            .addMixIn(Source.class, Named.class)
            .addMixIn(Prompts.class, Named.class)
            .build();

    static {
        for (Class<?> sealed : List.of(JobState.class, RunState.class, Work.class, Source.class, Prompts.class)) {
            for (Class<?> kind : sealed.getPermittedSubclasses()) {
                JSON.registerSubtypes(new NamedType(kind, kind.getSimpleName()));
            }
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Named {}

    private Items() {}

    static Map<String, AttributeValue> key(RunId run) {
        return key("run#" + run, "run");
    }

    static Map<String, AttributeValue> key(JobId job) {
        return key("run#" + job.run(), "job#%02d#%05d".formatted(job.attempt(), job.chunk()));
    }

    /** The job of such a key. */
    static JobId id(Map<String, AttributeValue> key) {
        String[] run = wordsOf(key, InventoryTable.PK);
        String[] job = wordsOf(key, InventoryTable.SK);
        return new JobId(new RunId(run[1]), Integer.parseInt(job[2]), Integer.parseInt(job[1]));
    }

    private static String[] wordsOf(Map<String, AttributeValue> key, String name) {
        return key(key, name).split("#", -1);
    }

    static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of(InventoryTable.PK, text(pk), InventoryTable.SK, text(sk));
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? 0 : Long.parseLong(value.n());
    }

    /** A run's body; its counts are attributes, which transactions add to. */
    static AttributeValue body(Run run) {
        return json(new Run(
                run.id(),
                run.manifest(),
                run.manifestKey(),
                run.pool(),
                run.acceptedAt(),
                run.state(),
                Run.Counts.NONE,
                run.version()));
    }

    static AttributeValue body(Job job) {
        return json(job);
    }

    static Run run(Map<String, AttributeValue> item) {
        Run run = read(item, Run.class);
        return new Run(
                run.id(),
                run.manifest(),
                run.manifestKey(),
                run.pool(),
                run.acceptedAt(),
                run.state(),
                counts(item),
                number(item, VERSION));
    }

    static Job job(Map<String, AttributeValue> item) {
        return read(item, Job.class);
    }

    static AttributeValue body(Parked parked) {
        return json(parked);
    }

    static Parked parked(Map<String, AttributeValue> item) {
        return read(item, Parked.class);
    }

    static AttributeValue body(Notice notice) {
        return json(notice);
    }

    static Notice notice(Map<String, AttributeValue> item) {
        return read(item, Notice.class);
    }

    private static Run.Counts counts(Map<String, AttributeValue> item) {
        var jobs = new HashMap<String, Long>();
        var errors = new HashMap<String, Long>();
        for (String name : item.keySet()) {
            if (name.startsWith(JOBS)) {
                jobs.put(name.substring(JOBS.length()), number(item, name));
            } else if (name.startsWith(ERRORS)) {
                errors.put(name.substring(ERRORS.length()), number(item, name));
            }
        }
        return new Run.Counts(
                jobs,
                new Tally(
                        number(item, "ok"),
                        number(item, "failed"),
                        number(item, "skipped"),
                        number(item, "retryable"),
                        number(item, "inputTokens"),
                        number(item, "outputTokens"),
                        errors,
                        portion(item, ON_DEMAND),
                        portion(item, PADDING),
                        number(item, REPEATS),
                        new Tally.Bill(portion(item, BILLED), portion(item, BILLED_ON_DEMAND), Tally.Portion.NONE)));
    }

    /** What a tally adds to a run's counts, by attribute. */
    static Map<String, Long> additions(Tally tally) {
        var additions = new HashMap<String, Long>();
        additions.put("ok", tally.ok());
        additions.put("failed", tally.failed());
        additions.put("skipped", tally.skipped());
        additions.put("retryable", tally.retryable());
        additions.put("inputTokens", tally.inputTokens());
        additions.put("outputTokens", tally.outputTokens());
        tally.errors().forEach((word, count) -> additions.put(ERRORS + word, count));
        additions.put(REPEATS, tally.repeats());
        add(additions, ON_DEMAND, tally.onDemand());
        add(additions, PADDING, tally.padding());
        add(additions, BILLED, tally.bill().batch());
        add(additions, BILLED_ON_DEMAND, tally.bill().onDemand());
        return additions;
    }

    private static void add(Map<String, Long> additions, String name, Tally.Portion portion) {
        additions.put(name + "Records", portion.records());
        additions.put(name + "InputTokens", portion.inputTokens());
        additions.put(name + "OutputTokens", portion.outputTokens());
    }

    private static Tally.Portion portion(Map<String, AttributeValue> item, String name) {
        return new Tally.Portion(
                number(item, name + "Records"),
                number(item, name + "InputTokens"),
                number(item, name + "OutputTokens"));
    }

    private static AttributeValue json(Object value) {
        return text(Shape.written(JSON.valueToTree(value)).toString());
    }

    private static <T> T read(Map<String, AttributeValue> item, Class<T> type) {
        AttributeValue body = item.get(BODY);
        if (body == null) {
            throw new IllegalStateException("inventory item " + name(item) + " has no body");
        }
        try {
            ObjectNode json = Shape.read((ObjectNode) JSON.readTree(body.s()), name(item));
            return JSON.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("inventory item " + name(item) + " cannot be read", e);
        }
    }

    private static String name(Map<String, AttributeValue> item) {
        return key(item, InventoryTable.PK) + " " + key(item, InventoryTable.SK);
    }

    private static String key(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name)).s();
    }
}
