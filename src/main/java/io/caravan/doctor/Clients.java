package io.caravan.doctor;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What is asked. */
public record Clients(
        StsClient sts,
        IamClient iam,
        S3Client s3,
        SqsClient sqs,
        DynamoDbClient dynamo,
        EventBridgeClient events,
        BedrockClient bedrock,
        ServiceQuotasClient quotas)
        implements AutoCloseable {

    /** By the AWS SDK's own settings; what does not answer within ten seconds is given up. */
    public static Clients in(String region) {
        SdkHttpClient http = Apache5HttpClient.builder().build();
        Region where = Region.of(region);
        ClientOverrideConfiguration calls = ClientOverrideConfiguration.builder()
                .apiCallTimeout(Duration.ofSeconds(10))
                .build();
        return new Clients(
                StsClient.builder()
                        .httpClient(http)
                        .region(where)
                        .overrideConfiguration(calls)
                        .build(),
                IamClient.builder()
                        .httpClient(http)
                        .region(Region.AWS_GLOBAL)
                        .overrideConfiguration(calls)
                        .build(),
                S3Client.builder()
                        .httpClient(http)
                        .region(where)
                        .overrideConfiguration(calls)
                        .build(),
                SqsClient.builder()
                        .httpClient(http)
                        .region(where)
                        .overrideConfiguration(calls)
                        .build(),
                DynamoDbClient.builder()
                        .httpClient(http)
                        .region(where)
                        .overrideConfiguration(calls)
                        .build(),
                EventBridgeClient.builder()
                        .httpClient(http)
                        .region(where)
                        .overrideConfiguration(calls)
                        .build(),
                BedrockClient.builder()
                        .httpClient(http)
                        .region(where)
                        .overrideConfiguration(calls)
                        .build(),
                ServiceQuotasClient.builder()
                        .httpClient(http)
                        .region(where)
                        .overrideConfiguration(calls)
                        .build());
    }

    @Override
    public void close() {
        for (SdkAutoCloseable client : List.of(sts, iam, s3, sqs, dynamo, events, bedrock, quotas)) {
            client.close();
        }
    }
}
