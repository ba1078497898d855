package io.caravan.aws;

import static io.caravan.aws.Items.number;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Writes that happen together or not at all. Conflicts with other replicas' writes are tried again. */
final class Transactions {
    private static final int TRIES = 12;
    private static final long FIRST_WAIT_NANOS = 10_000_000;

    private final DynamoDbClient dynamo;

    Transactions(DynamoDbClient dynamo) {
        this.dynamo = dynamo;
    }

    /**
     * Writes the items.
     *
     * @return the position of the item whose condition did not hold, when nothing was written for that reason
     */
    OptionalInt write(List<TransactWriteItem> items) {
        for (int tries = 1; ; tries++) {
            try {
                dynamo.transactWriteItems(request -> request.transactItems(items));
                return OptionalInt.empty();
            } catch (TransactionCanceledException e) {
                OptionalInt failed = failedCondition(e.cancellationReasons());
                if (failed.isPresent()) {
                    return failed;
                }
                if (tries == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(FIRST_WAIT_NANOS << Math.min(tries, 6)));
            }
        }
    }

    private static OptionalInt failedCondition(List<CancellationReason> reasons) {
        for (int i = 0; i < reasons.size(); i++) {
            if ("ConditionalCheckFailed".equals(reasons.get(i).code())) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** An update that adds to counters. */
    static TransactWriteItem add(String table, Map<String, AttributeValue> key, Map<String, Long> additions) {
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        var expression = new StringBuilder();
        int i = 0;
        for (Map.Entry<String, Long> addition : additions.entrySet()) {
            expression
                    .append(i == 0 ? "ADD " : ", ")
                    .append("#c")
                    .append(i)
                    .append(" :c")
                    .append(i);
            names.put("#c" + i, addition.getKey());
            values.put(":c" + i, number(addition.getValue()));
            i++;
        }
        return TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(table)
                        .key(key)
                        .updateExpression(expression.toString())
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .build())
                .build();
    }
}
