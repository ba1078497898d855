package io.caravan.aws;

import io.caravan.model.Notice;
import io.caravan.port.Courier;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** Publishes notices to SNS topics, with the attributes {@code event} and {@code run} to filter subscriptions by. */
public record SnsCourier(SnsClient sns) implements Courier {
    @Override
    public boolean serves(String target) {
        return target.startsWith("arn:");
    }

    @Override
    public Receipt carry(Notice notice, String text) {
        var attributes = new HashMap<String, MessageAttributeValue>();
        Map.of("event", notice.milestone().word(), "run", notice.run().value())
                .forEach((name, value) -> attributes.put(
                        name,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(value)
                                .build()));
        var request = PublishRequest.builder()
                .topicArn(notice.target())
                .subject("Caravan: run " + notice.milestone().word()) // 100 characters at most, of ASCII
                .message(text)
                .messageAttributes(attributes);
        if (notice.target().endsWith(".fifo")) {
            request.messageGroupId(notice.run().value()).messageDeduplicationId(notice.id());
        }
        try {
            return new Receipt.Taken(
                    "published as " + sns.publish(request.build()).messageId());
        } catch (NotFoundException | AuthorizationErrorException | InvalidParameterException e) {
            return new Receipt.Refused(String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            return new Receipt.Missed(String.valueOf(e.getMessage()));
        }
    }
}
