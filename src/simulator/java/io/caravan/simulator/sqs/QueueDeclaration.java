package io.caravan.simulator.sqs;

import java.time.Duration;

/**
 * A queue to deploy together with its dead-letter queue, which is named {@code <name>-dlq}.
 *
 * @param visibilityTimeout how long a received message stays hidden; whole seconds, as SQS counts
 * @param maxReceiveCount receives after which a message moves to the dead-letter queue
 */
public record QueueDeclaration(String name, Duration visibilityTimeout, int maxReceiveCount) {

    public QueueDeclaration {
        if (!name.matches("[A-Za-z0-9_-]{1,76}")) {
            throw new IllegalArgumentException("The queue name '" + name
                    + "' is not valid: 1 to 76 letters, digits, '-' and '_' (its '-dlq' must fit into 80)");
        }
        if (maxReceiveCount < 1) {
            throw new IllegalArgumentException(
                    "The queue " + name + " has maxReceiveCount " + maxReceiveCount + "; it must be 1 or more");
        }
    }

    /** A queue with SQS's own default visibility timeout of 30 s, and five receives. */
    public static QueueDeclaration of(String name) {
        return new QueueDeclaration(name, Duration.ofSeconds(30), 5);
    }

    String deadLetterName() {
        return name + "-dlq";
    }
}
