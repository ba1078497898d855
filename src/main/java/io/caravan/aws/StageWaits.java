package io.caravan.aws;

import io.caravan.port.Stage;
import io.caravan.port.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the first turn of each queue of the index {@code next}: one small query for each. */
public final class StageWaits implements Waits {
    /** Those whose turn is when the silence is over, rather than the patience. */
    private static final Set<Stage> SILENT = Set.of(Stage.CANARY, Stage.INVOKE, Stage.SUBMIT, Stage.TRACK);

    private final DynamoDbClient dynamo;
    private final String table;
    private final Turns turns;

    public StageWaits(DynamoDbClient dynamo, String table, Turns turns) {
        this.dynamo = dynamo;
        this.table = table;
        this.turns = turns;
    }

    @Override
    public Map<Stage, Duration> longest(Instant now) {
        var waits = new EnumMap<Stage, Duration>(Stage.class);
        for (Stage stage : Stage.values()) {
            Duration until = SILENT.contains(stage) ? turns.silence() : turns.patience();
            Stream.of(Turns.jobs(stage), Turns.runs(stage))
                    .flatMap(queue -> first(queue).stream())
                    .min(Instant::compareTo)
                    .map(turn -> Duration.between(turn.minus(until), now))
                    .ifPresent(wait -> waits.put(stage, wait.isNegative() ? Duration.ZERO : wait));
        }
        return waits;
    }

    private Optional<Instant> first(String queue) {
        List<Map<String, AttributeValue>> items = dynamo.query(request -> request.tableName(table)
                        .indexName(InventoryTable.NEXT)
                        .limit(1)
                        .keyConditionExpression("stage = :stage")
                        .expressionAttributeValues(Map.of(":stage", Items.text(queue))))
                .items();
        return items.stream()
                .findFirst()
                .map(item -> Instant.ofEpochMilli(Long.parseLong(
                        Objects.requireNonNull(item.get(InventoryTable.TURN)).s())));
    }
}
