package io.caravan.doctor;

import java.util.function.UnaryOperator;

/**
 * Where a service's settings say that its things are.
 *
 * @param queues the start of every queue's URL
 */
public record Place(String bucket, String table, String region, String roleArn, String queues) {
    /** By the service's settings; {@code property} gives a key's value. */
    public static Place read(UnaryOperator<String> property) {
        return new Place(
                property.apply("caravan.bucket"),
                property.apply("caravan.table"),
                property.apply("caravan.region"),
                property.apply("caravan.role-arn"),
                property.apply("caravan.queues"));
    }
}
