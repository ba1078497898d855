package io.caravan.aws;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The inventory's one table and its one index.
 *
 * <pre>
 * pk            sk                      what
 * run#&lt;run&gt;     run                     the run, its counts
 * run#&lt;run&gt;     job#&lt;attempt&gt;#&lt;chunk&gt;   a job
 * run#&lt;run&gt;     notice#&lt;key&gt;           what others are told of it
 * runs          &lt;accepted&gt;#&lt;run&gt;        the list of runs by time
 * slots         &lt;account/region/model&gt;  slots in use
 * lease         &lt;name&gt;                  who may do what only one may do
 * parked        &lt;time&gt;#&lt;id&gt;             messages that no route could handle
 * </pre>
 *
 * The index {@code next} holds what is open: {@code stage} is what it waits for, {@code turn} its place in that queue:
 * the time by which the stage should have come to it, or for ready jobs the order in which they are started.
 */
public final class InventoryTable {
    static final String PK = "pk";
    static final String SK = "sk";
    static final String NEXT = "next";
    static final String STAGE = "stage";
    static final String TURN = "turn";

    private InventoryTable() {}

    /** Creates the table when it is missing, and waits until it can be used. */
    public static void create(DynamoDbClient dynamo, String table) {
        try {
            dynamo.createTable(request -> request.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(text(PK), text(SK), text(STAGE), text(TURN))
                    .keySchema(key(PK, KeyType.HASH), key(SK, KeyType.RANGE))
                    .globalSecondaryIndexes(List.of(GlobalSecondaryIndex.builder()
                            .indexName(NEXT)
                            .keySchema(key(STAGE, KeyType.HASH), key(TURN, KeyType.RANGE))
                            .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                            .build())));
        } catch (ResourceInUseException e) {
            // another replica was first, or an earlier start
        }
        try (var waiter = dynamo.waiter()) {
            waiter.waitUntilTableExists(request -> request.tableName(table));
        }
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
