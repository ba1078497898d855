package io.caravan.aws;

import static io.caravan.aws.Items.BODY;
import static io.caravan.aws.Items.VERSION;
import static io.caravan.aws.Items.key;
import static io.caravan.aws.Items.number;
import static io.caravan.aws.Items.text;

import io.caravan.model.Notice;
import io.caravan.model.RunId;
import io.caravan.port.Notices;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Notices beside their run, as {@link InventoryTable} says. */
public final class DynamoNotices implements Notices {
    private static final String STAGE = "notices";
    private static final String AS_READ = "version = :read";

    private final DynamoDbClient dynamo;
    private final String table;
    private final KnownItems known = new KnownItems();

    public DynamoNotices(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /** A new notice, due at once. */
    static Map<String, AttributeValue> item(Notice notice) {
        var item = new HashMap<>(itemKey(notice.run(), notice.key()));
        item.put(BODY, Items.body(notice));
        item.put(VERSION, number(notice.version()));
        item.put(InventoryTable.STAGE, text(STAGE));
        item.put(InventoryTable.TURN, text(Turns.at(notice.at())));
        return item;
    }

    private static Map<String, AttributeValue> itemKey(RunId run, String key) {
        return key("run#" + run, "notice#" + key);
    }

    @Override
    public boolean add(Notice notice) {
        try {
            dynamo.putItem(request -> request.tableName(table)
                    .item(item(notice))
                    .conditionExpression("attribute_not_exists(" + InventoryTable.PK + ")"));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public Optional<Notice> notice(RunId run, String key) {
        return get(itemKey(run, key)).map(Items::notice);
    }

    @Override
    public List<Notice> of(RunId run) {
        var items = dynamo.queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :run AND begins_with(sk, :notice)")
                        .expressionAttributeValues(Map.of(":run", text("run#" + run), ":notice", text("notice#"))))
                .items();
        return known.of(items.stream().toList(), Items::notice);
    }

    @Override
    public List<Notice> due(Instant now, int limit) {
        var due = dynamo
                .query(request -> request.tableName(table)
                        .indexName(InventoryTable.NEXT)
                        .limit(limit)
                        .keyConditionExpression("stage = :stage AND turn <= :now")
                        .expressionAttributeValues(Map.of(":stage", text(STAGE), ":now", text(Turns.at(now)))))
                .items()
                .stream()
                .map(item -> Map.of(
                        InventoryTable.PK, item.get(InventoryTable.PK), InventoryTable.SK, item.get(InventoryTable.SK)))
                .flatMap(key -> get(key).stream())
                .toList();
        return known.of(due, Items::notice).stream()
                .filter(notice -> notice.state() == Notice.State.WAITING) // the index is late at times
                .toList();
    }

    @Override
    public void postpone(Notice notice, Instant until) {
        update(
                notice.run(),
                notice.key(),
                "SET turn = :turn",
                Map.of(":turn", text(Turns.at(until)), ":read", number(notice.version())));
    }

    @Override
    public boolean write(Notice notice, Instant due) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":body", Items.body(notice));
        values.put(":version", number(notice.version()));
        values.put(":read", number(notice.version() - 1));
        boolean waits = notice.state() == Notice.State.WAITING;
        if (waits) {
            values.put(":stage", text(STAGE));
            values.put(":turn", text(Turns.at(due)));
        }
        return update(
                notice.run(),
                notice.key(),
                "SET " + BODY + " = :body, " + VERSION + " = :version"
                        + (waits ? ", stage = :stage, turn = :turn" : " REMOVE stage, turn"),
                values);
    }

    private boolean update(RunId run, String key, String expression, Map<String, AttributeValue> values) {
        try {
            dynamo.updateItem(request -> request.tableName(table)
                    .key(itemKey(run, key))
                    .updateExpression(expression)
                    .conditionExpression(AS_READ)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        var response =
                dynamo.getItem(request -> request.tableName(table).key(key).consistentRead(true));
        return response.hasItem() ? Optional.of(response.item()) : Optional.empty();
    }
}
