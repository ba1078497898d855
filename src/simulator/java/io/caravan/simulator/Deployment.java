package io.caravan.simulator;

import io.caravan.simulator.s3.NotificationRule;
import io.caravan.simulator.sqs.QueueDeclaration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator would have deployed from a template before the service starts.
 *
 * @param queues each comes with its dead-letter queue
 * @param eventQueues targets of the EventBridge rule for batch inference job state changes
 */
public record Deployment(
        List<String> buckets,
        List<QueueDeclaration> queues,
        List<NotificationRule> notifications,
        List<String> eventQueues) {

    public static final Deployment EMPTY = new Deployment(List.of(), List.of(), List.of(), List.of());

    public Deployment {
        buckets = List.copyOf(buckets);
        queues = List.copyOf(queues);
        notifications = List.copyOf(notifications);
        eventQueues = List.copyOf(eventQueues);
        List<String> targets = new ArrayList<>(eventQueues);
        notifications.forEach(rule -> targets.add(rule.queue()));
        List<String> names = queues.stream().map(QueueDeclaration::name).toList();
        for (String target : targets) {
            if (!names.contains(target)) {
                throw new IllegalArgumentException("Messages shall go to the queue '" + target
                        + "', which the deployment does not declare; it declares " + names);
            }
        }
        for (NotificationRule rule : notifications) {
            if (!buckets.contains(rule.bucket())) {
                throw new IllegalArgumentException("A notification is declared for the bucket '" + rule.bucket()
                        + "', which the deployment does not declare; it declares " + buckets);
            }
        }
    }

    public Deployment withBucket(String bucket) {
        return new Deployment(with(buckets, bucket), queues, notifications, eventQueues);
    }

    public Deployment withQueue(QueueDeclaration queue) {
        return new Deployment(buckets, with(queues, queue), notifications, eventQueues);
    }

    public Deployment withNotification(NotificationRule rule) {
        return new Deployment(buckets, queues, with(notifications, rule), eventQueues);
    }

    public Deployment withEventsTo(String queue) {
        return new Deployment(buckets, queues, notifications, with(eventQueues, queue));
    }

    private static <T> List<T> with(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
