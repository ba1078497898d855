package io.caravan.aws;

import static io.caravan.aws.InventoryTable.NEXT;
import static io.caravan.aws.InventoryTable.PK;
import static io.caravan.aws.InventoryTable.SK;
import static io.caravan.aws.Items.BODY;
import static io.caravan.aws.Items.JOBS;
import static io.caravan.aws.Items.VERSION;
import static io.caravan.aws.Items.key;
import static io.caravan.aws.Items.number;
import static io.caravan.aws.Items.text;

import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Notice;
import io.caravan.model.Parked;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import io.caravan.model.Tally;
import io.caravan.port.Inventory;
import io.caravan.port.Stage;
import io.caravan.port.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The inventory in one DynamoDB table, laid out as {@link InventoryTable} says. */
public final class DynamoInventory implements Inventory {
    private static final String NEW = "attribute_not_exists(" + PK + ")";
    private static final String AS_READ = "version = :read";
    /** Keys that one request finds; {@code HEAD} where mostly the first few are wanted. */
    private static final int PAGE = 1000;

    private static final int HEAD = 100;

    private static final int BATCH = 90; // below the 100 items that a transaction or a batched read may have

    private final DynamoDbClient dynamo;
    private final Transactions transactions;
    private final String table;
    private final KnownItems known = new KnownItems();
    private final Turns turns;
    private final Witness witness;

    public DynamoInventory(DynamoDbClient dynamo, String table, Turns turns) {
        this(dynamo, table, turns, Witness.NONE);
    }

    /** @param witness is told of every move */
    public DynamoInventory(DynamoDbClient dynamo, String table, Turns turns, Witness witness) {
        this.dynamo = dynamo;
        this.transactions = new Transactions(dynamo);
        this.table = table;
        this.turns = turns;
        this.witness = witness;
    }

    @Override
    public boolean add(Run run) {
        var item = new HashMap<>(key(run.id()));
        item.put(BODY, Items.body(run));
        item.put(VERSION, number(run.version()));
        turns.of(run).ifPresent(turn -> item.putAll(turn.attributes()));
        var listed = new HashMap<>(listed(run));
        listed.put("run", text(run.id().value()));
        var writes = new ArrayList<>(List.of(putNew(item), putNew(listed)));
        writes.addAll(notices(run));
        boolean added = transactions.write(writes).isEmpty();
        if (added) {
            witness.came(run);
        }
        return added;
    }

    @Override
    public void add(List<Job> jobs) {
        int batches = (jobs.size() + BATCH - 1) / BATCH;
        for (int i = batches - 1; i >= 0; i--) { // backwards: the first is there when all are
            List<Job> batch = jobs.subList(i * BATCH, Math.min((i + 1) * BATCH, jobs.size()));
            var writes = new ArrayList<TransactWriteItem>();
            for (Job job : batch) {
                var item = new HashMap<>(key(job.id()));
                item.put(BODY, Items.body(job));
                item.put(VERSION, number(job.version()));
                turns.of(job).ifPresent(turn -> item.putAll(turn.attributes()));
                writes.add(putNew(item));
            }
            writes.add(Transactions.add(table, key(batch.get(0).id().run()), states(batch)));
            // A plan is the same each time it is made, so a batch is there as a whole or not at all.
            transactions.write(writes);
        }
    }

    private static Map<String, Long> states(List<Job> jobs) {
        return jobs.stream()
                .collect(Collectors.groupingBy(job -> JOBS + job.state().word(), Collectors.counting()));
    }

    @Override
    public Optional<Run> run(RunId id) {
        return get(key(id)).map(Items::run);
    }

    @Override
    public Optional<Job> job(JobId id) {
        return get(key(id)).map(Items::job);
    }

    @Override
    public List<Run> runs(int limit, Optional<Run> later) {
        var keys = dynamo
                .query(request -> request.tableName(table)
                        .keyConditionExpression("pk = :runs")
                        .expressionAttributeValues(Map.of(":runs", text("runs")))
                        .scanIndexForward(false)
                        .exclusiveStartKey(later.map(DynamoInventory::listed).orElse(null))
                        .limit(limit))
                .items()
                .stream()
                .map(item -> key(new RunId(attribute(item, "run"))))
                .toList();
        return known.of(read(keys), Items::run).stream()
                .sorted(Comparator.comparing((Run run) -> run.acceptedAt() + "#" + run.id())
                        .reversed())
                .toList();
    }

    @Override
    public List<Job> jobs(RunId id) {
        return jobs(id, 1);
    }

    @Override
    public List<Job> jobs(RunId id, int attempt) {
        return dynamo
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :run AND sk BETWEEN :first AND :last")
                        .expressionAttributeValues(Map.of(
                                ":run", text("run#" + id),
                                ":first", text("job#%02d".formatted(attempt)),
                                ":last", text("job#~"))))
                .items()
                .stream()
                .map(Items::job)
                .toList();
    }

    @Override
    public List<Job> jobs(RunId id, int limit, Optional<JobId> after) {
        return dynamo
                .queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("pk = :run AND begins_with(sk, :job)")
                        .expressionAttributeValues(Map.of(":run", text("run#" + id), ":job", text("job#")))
                        .exclusiveStartKey(after.map(Items::key).orElse(null))
                        .limit(limit))
                .items()
                .stream()
                .limit(limit)
                .map(Items::job)
                .toList();
    }

    @Override
    public List<Job> jobs(RunId id, Stage stage) {
        var keys = next(Turns.jobs(stage), "", PAGE)
                .filter(key -> attribute(key, PK).equals("run#" + id))
                .toList();
        return known.of(read(keys), Items::job);
    }

    @Override
    public Optional<Run> move(Run run, RunState to) {
        Run moved = run.in(to);
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(moveItem(key(run.id()), Items.body(moved), run.version(), turns.of(moved)));
        writes.addAll(notices(moved));
        if (transactions.write(writes).isPresent()) {
            return Optional.empty();
        }
        if (!run.state().getClass().equals(to.getClass())) {
            witness.came(moved);
        }
        return Optional.of(moved);
    }

    @Override
    public Optional<Job> move(Job job, JobState to) {
        Job moved = job.in(to);
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(moveItem(key(job.id()), Items.body(moved), job.version(), turns.of(moved)));
        writes.add(count(job, to));
        if (job.state().holdsSlot() && !to.holdsSlot()) {
            writes.add(Transactions.add(table, slotsKey(job.pool()), Map.of("inUse", -1L, VERSION, 1L)));
        }
        if (transactions.write(writes).isPresent()) {
            return Optional.empty();
        }
        witness.came(job, moved);
        return Optional.of(moved);
    }

    @Override
    public Claim claim(Job job, int room, Instant now) {
        if (!(job.state() instanceof JobState.Ready ready)) {
            return new Claim.Lost();
        }
        var to = new JobState.Submitting(ready.input(), job.id().clientRequestToken(), now);
        Job moved = job.in(to);
        OptionalInt failed = transactions.write(List.of(
                takeSlot(job.pool(), room),
                moveItem(key(job.id()), Items.body(moved), job.version(), turns.of(moved)),
                count(job, to)));
        if (failed.isEmpty()) {
            witness.came(job, moved);
            return new Claim.Won(moved);
        }
        return failed.getAsInt() == 0 ? new Claim.NoSlot() : new Claim.Lost();
    }

    @Override
    public Stream<JobId> planned() {
        return next(Turns.PLANNED, "", HEAD).map(Items::id);
    }

    @Override
    public int writing(int most) {
        return dynamo.query(request -> request.tableName(table)
                        .indexName(NEXT)
                        .select(Select.COUNT)
                        .limit(most)
                        .keyConditionExpression("stage = :stage")
                        .expressionAttributeValues(Map.of(":stage", text(Turns.jobs(Stage.CHUNK)))))
                .count();
    }

    @Override
    public List<Job> ready(Pool pool, int limit) {
        return first(Turns.ready(pool), "", limit, Items::job).stream()
                .filter(job -> job.state() instanceof JobState.Ready)
                .sorted(Comparator.comparing(Turns::order))
                .toList();
    }

    @Override
    public List<Slots> slots() {
        return dynamo
                .query(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :slots")
                        .expressionAttributeValues(Map.of(":slots", text("slots"))))
                .items()
                .stream()
                .map(item -> new Slots(
                        Pool.ofKey(attribute(item, SK)),
                        (int) number(item, "inUse"),
                        (int) number(item, "slotLimit"),
                        (int) number(item, "ceiling"),
                        Instant.ofEpochMilli(number(item, "pausedUntil")),
                        (int) number(item, "pauses"),
                        item.containsKey("pauseReason") ? attribute(item, "pauseReason") : "",
                        number(item, VERSION)))
                .toList();
    }

    @Override
    public void open(Pool pool, int limit) {
        dynamo.updateItem(request -> request.tableName(table)
                .key(slotsKey(pool))
                .updateExpression("SET slotLimit = :limit, inUse = if_not_exists(inUse, :none),"
                        + " version = if_not_exists(version, :none)")
                .expressionAttributeValues(Map.of(":limit", number(limit), ":none", number(0))));
    }

    @Override
    public boolean recount(Slots read, int inUse) {
        try {
            dynamo.updateItem(request -> request.tableName(table)
                    .key(slotsKey(read.pool()))
                    .updateExpression("SET inUse = :held ADD version :one")
                    .conditionExpression(AS_READ)
                    .expressionAttributeValues(
                            Map.of(":held", number(inUse), ":one", number(1), ":read", number(read.version()))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public void pause(Pool pool, int ceiling, Instant until, int pauses, String reason) {
        dynamo.updateItem(request -> request.tableName(table)
                .key(slotsKey(pool))
                .updateExpression(
                        "SET ceiling = :ceiling, pausedUntil = :until, pauses = :pauses, pauseReason = :reason")
                .expressionAttributeValues(Map.of(
                        ":ceiling",
                        number(ceiling),
                        ":until",
                        number(until.toEpochMilli()),
                        ":pauses",
                        number(pauses),
                        ":reason",
                        text(reason))));
    }

    @Override
    public List<Job> overdueJobs(Stage stage, Instant now, int limit) {
        return Turns.due(stage).stream()
                .flatMap(queue -> first(queue, Turns.at(now), limit, Items::job).stream())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Run> overdueRuns(Stage stage, Instant now, int limit) {
        return first(Turns.runs(stage), Turns.at(now), limit, Items::run);
    }

    @Override
    public List<Run> running() {
        return known.of(underWay(), Items::run);
    }

    @Override
    public List<Run> allRunning() {
        return underWay().stream().map(Items::run).toList();
    }

    private List<Map<String, AttributeValue>> underWay() {
        var keys = Stream.of(Stage.CANARY, Stage.AGGREGATE)
                .flatMap(stage -> next(Turns.runs(stage), "", PAGE))
                .toList();
        return read(keys);
    }

    @Override
    public void postpone(Job job, Instant until) {
        turns.of(job).ifPresent(turn -> postpone(key(job.id()), job.version(), turn.postponed(until)));
    }

    @Override
    public void postpone(Run run, Instant until) {
        turns.of(run).ifPresent(turn -> postpone(key(run.id()), run.version(), turn.postponed(until)));
    }

    @Override
    public void park(Parked parked) {
        var item = new HashMap<>(key("parked", parked.id()));
        item.put(BODY, Items.body(parked));
        dynamo.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public List<Parked> parked(int limit) {
        var notes = dynamo.query(request -> request.tableName(table)
                        .keyConditionExpression("pk = :parked")
                        .expressionAttributeValues(Map.of(":parked", text("parked")))
                        .scanIndexForward(false)
                        .limit(limit))
                .items();
        return known.of(notes, Items::parked);
    }

    @Override
    public void unpark(Parked parked) {
        dynamo.deleteItem(request -> request.tableName(table).key(key("parked", parked.id())));
    }

    @Override
    public boolean lease(String name, String holder, Instant now, Duration length) {
        try {
            dynamo.updateItem(request -> request.tableName(table)
                    .key(key("lease", name))
                    .updateExpression("SET holder = :me, heldUntil = :until")
                    .conditionExpression(NEW + " OR heldUntil < :now OR holder = :me")
                    .expressionAttributeValues(Map.of(
                            ":me", text(holder),
                            ":now", number(now.toEpochMilli()),
                            ":until", number(now.plus(length).toEpochMilli()))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private void postpone(Map<String, AttributeValue> key, long version, Turns.Turn turn) {
        try {
            dynamo.updateItem(request -> request.tableName(table)
                    .key(key)
                    .updateExpression("SET stage = :stage, turn = :turn")
                    .conditionExpression(AS_READ)
                    .expressionAttributeValues(Map.of(
                            ":stage", text(turn.stage()), ":turn", text(turn.turn()), ":read", number(version))));
        } catch (ConditionalCheckFailedException e) {
            // it moved on meanwhile, which is better still
        }
    }

    /** The first of a queue. What a later version wrote takes no place, or it would hold up what stands behind it. */
    private <T> List<T> first(String stage, String until, int limit, Function<Map<String, AttributeValue>, T> reader) {
        var found = new ArrayList<T>();
        var keys = next(stage, until, Math.min(limit, PAGE)).iterator();
        while (found.size() < limit && keys.hasNext()) {
            var some = new ArrayList<Map<String, AttributeValue>>();
            while (found.size() + some.size() < limit && keys.hasNext()) {
                some.add(keys.next());
            }
            found.addAll(known.of(read(some), reader));
        }
        return found;
    }

    /** The keys of a queue in turn, so many a request; up to {@code until}, or all when that is empty. */
    private Stream<Map<String, AttributeValue>> next(String stage, String until, int page) {
        var request = QueryRequest.builder()
                .tableName(table)
                .indexName(NEXT)
                .limit(page)
                .keyConditionExpression(until.isEmpty() ? "stage = :stage" : "stage = :stage AND turn <= :until");
        var values = new HashMap<String, AttributeValue>();
        values.put(":stage", text(stage));
        if (!until.isEmpty()) {
            values.put(":until", text(until));
        }
        return dynamo.queryPaginator(request.expressionAttributeValues(values).build()).items().stream()
                .map(item -> key(attribute(item, PK), attribute(item, SK)));
    }

    private Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        var response =
                dynamo.getItem(request -> request.tableName(table).key(key).consistentRead(true));
        return response.hasItem() ? Optional.of(response.item()) : Optional.empty();
    }

    private List<Map<String, AttributeValue>> read(List<Map<String, AttributeValue>> keys) {
        var items = new ArrayList<Map<String, AttributeValue>>();
        for (int from = 0; from < keys.size(); from += BATCH) {
            var wanted = KeysAndAttributes.builder()
                    .consistentRead(true)
                    .keys(keys.subList(from, Math.min(from + BATCH, keys.size())))
                    .build();
            dynamo.batchGetItemPaginator(request -> request.requestItems(Map.of(table, wanted)))
                    .forEach(page -> items.addAll(page.responses().getOrDefault(table, List.of())));
        }
        return items;
    }

    /** What is to be told of a run that comes into its state, written with that. */
    private List<TransactWriteItem> notices(Run run) {
        return Notice.of(run, turns.clock().instant()).stream()
                .map(notice -> putNew(DynamoNotices.item(notice)))
                .toList();
    }

    private TransactWriteItem putNew(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression(NEW)
                        .build())
                .build();
    }

    private TransactWriteItem moveItem(
            Map<String, AttributeValue> key, AttributeValue body, long read, Optional<Turns.Turn> turn) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":body", body);
        values.put(":read", number(read));
        values.put(":next", number(read + 1));
        turn.ifPresent(t -> {
            values.put(":stage", text(t.stage()));
            values.put(":turn", text(t.turn()));
        });
        String place = turn.isPresent() ? ", stage = :stage, turn = :turn" : " REMOVE stage, turn";
        return TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(table)
                        .key(key)
                        .updateExpression("SET " + BODY + " = :body, " + VERSION + " = :next" + place)
                        .conditionExpression(AS_READ)
                        .expressionAttributeValues(values)
                        .build())
                .build();
    }

    /** The run's counts follow a job's move. */
    private TransactWriteItem count(Job job, JobState to) {
        var additions = new HashMap<String, Long>();
        additions.merge(JOBS + job.state().word(), -1L, Long::sum);
        additions.merge(JOBS + to.word(), 1L, Long::sum);
        if (to instanceof JobState.Collected || job.state() instanceof JobState.Collected) {
            Tally more = tally(to).minus(tally(job.state()));
            // Later attempts are about the same rows: they count once they are joined into the first one's part.
            additions.putAll(Items.additions(job.id().attempt() == 1 ? more : more.billOnly()));
        }
        return Transactions.add(table, key(job.id().run()), additions);
    }

    private static Tally tally(JobState state) {
        return state instanceof JobState.Collected collected ? collected.tally() : Tally.NONE;
    }

    private TransactWriteItem takeSlot(Pool pool, int room) {
        return TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(table)
                        .key(slotsKey(pool))
                        .updateExpression("ADD inUse :one, version :one")
                        .conditionExpression("inUse < slotLimit AND inUse < :room")
                        .expressionAttributeValues(Map.of(":one", number(1), ":room", number(room)))
                        .build())
                .build();
    }

    /** Where a run stands in the list of runs by time. */
    private static Map<String, AttributeValue> listed(Run run) {
        return key("runs", run.acceptedAt() + "#" + run.id());
    }

    private static Map<String, AttributeValue> slotsKey(Pool pool) {
        return key("slots", pool.key());
    }

    private static String attribute(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("inventory item without '" + name + "': " + item.keySet());
        }
        return value.s();
    }
}
