package io.caravan.local;

import io.caravan.simulator.Deployment;
import io.caravan.simulator.s3.NotificationRule;
import io.caravan.simulator.sqs.QueueDeclaration;
import java.util.List;

/** What an operator would have deployed for Caravan: the bucket, the queues, the notification and the event rule. */
public final class Blueprint {
    public static final String BUCKET = "caravan";

    private static final String INBOX = "caravan-inbox";
    private static final String EVENTS = "caravan-events";
    private static final List<String> QUEUES = List.of(
            INBOX,
            "caravan-plan",
            "caravan-canary",
            "caravan-chunk",
            "caravan-invoke",
            "caravan-submit",
            EVENTS,
            "caravan-collect",
            "caravan-aggregate",
            "caravan-cancel",
            "caravan-retry",
            "caravan-notify",
            "caravan-failures");

    private Blueprint() {}

    public static Deployment deployment() {
        Deployment deployment = Deployment.EMPTY.withBucket(BUCKET);
        for (String queue : QUEUES) {
            deployment = deployment.withQueue(QueueDeclaration.of(queue));
        }
        return deployment
                .withNotification(new NotificationRule(BUCKET, "inbox/", ".json", INBOX))
                .withNotification(new NotificationRule(BUCKET, "runs/", "/cancel", INBOX))
                .withNotification(new NotificationRule(BUCKET, "runs/", "/retry", INBOX))
                .withEventsTo(EVENTS);
    }
}
