package io.caravan.contract;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The account behind {@code CARAVAN_CONTRACT_ENDPOINT}, with the usual AWS credentials and Region, whose runtime is found by
 * the Region. Its jobs are billed: some ten jobs of 100 short records each, and some records on demand.
 */
record RealAccount(
        BedrockClient bedrock, BedrockRuntimeClient runtime, S3Client s3, String bucket, String role, String model)
        implements ContractAccount {

    /** The account that the environment names, if any. */
    static Optional<ContractAccount> given() {
        return Optional.ofNullable(System.getenv("CARAVAN_CONTRACT_ENDPOINT"))
                .map(endpoint -> new RealAccount(
                        BedrockClient.builder()
                                .endpointOverride(URI.create(endpoint))
                                .build(),
                        BedrockRuntimeClient.create(),
                        S3Client.builder()
                                .forcePathStyle(System.getenv("AWS_ENDPOINT_URL_S3") != null)
                                .build(),
                        required("CARAVAN_CONTRACT_BUCKET", "a bucket in the Region, for input and output"),
                        required("CARAVAN_CONTRACT_ROLE", "the ARN of a role that Bedrock may assume, see docs"),
                        required("CARAVAN_CONTRACT_MODEL", "an Anthropic model or profile that batch takes")));
    }

    private static String required(String variable, String what) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new IllegalStateException(
                    "CARAVAN_CONTRACT_ENDPOINT is set, so " + variable + " must be too: " + what);
        }
        return value;
    }

    @Override
    public Duration patience() {
        return Duration.ofHours(6);
    }

    @Override
    public void put(String key, String content) {
        s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    @Override
    public String read(String key) {
        return s3.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asString(StandardCharsets.UTF_8);
    }

    @Override
    public List<String> keys(String prefix) {
        return s3.listObjectsV2Paginator(b -> b.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public void close() {
        bedrock.close();
        runtime.close();
        s3.close();
    }
}
