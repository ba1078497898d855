package io.caravan.simulator;

import io.caravan.simulator.bedrock.Account;
import io.caravan.simulator.bedrock.BedrockSimulator;
import io.caravan.simulator.dynamodb.LocalDynamoDb;
import io.caravan.simulator.s3.LocalS3;
import io.caravan.simulator.sns.LocalSns;
import io.caravan.simulator.sqs.LocalSqs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stand-ins for the AWS services that Caravan uses, in this JVM and on 127.0.0.1 only. Any AWS client reaches them
 * through {@link #environment()}. Thread-safe.
 */
public final class Cloud implements AutoCloseable {

    public static final String REGION = "us-east-1";
    public static final String ACCOUNT = "123456789012";

    /** The keys of AWS's own documentation: they open nothing but this. */
    public static final String ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE";

    public static final String SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private static final Logger log = LoggerFactory.getLogger(Cloud.class);

    private final LocalS3 s3;
    private final LocalSqs sqs;
    private final LocalDynamoDb dynamoDb;
    private final BedrockSimulator bedrock;
    private final LocalSns sns;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Cloud(LocalS3 s3, LocalSqs sqs, LocalDynamoDb dynamoDb, BedrockSimulator bedrock, LocalSns sns) {
        this.s3 = s3;
        this.sqs = sqs;
        this.dynamoDb = dynamoDb;
        this.bedrock = bedrock;
        this.sns = sns;
    }

    /**
     * Starts all stand-ins at once and deploys what the settings declare; returns when all of them answer.
     *
     * @throws IOException when one does not start, for example because its port is taken; the others are stopped again
     */
    public static Cloud start(CloudSettings settings) throws IOException {
        Path data = settings.data().toAbsolutePath();
        InstantSource clock = Clock.systemUTC();
        Deployment deployment = settings.deployment();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var sqs = starting("SQS", settings.portOf(1), executor, port -> {
                LocalSqs queues = LocalSqs.start(port, ACCOUNT, REGION);
                queues.create(deployment.queues());
                return queues;
            });
            var s3 = starting(
                    "S3",
                    settings.portOf(0),
                    executor,
                    port -> LocalS3.start(
                            port,
                            data.resolve("s3"),
                            new LocalS3.Access(REGION, ACCESS_KEY_ID, SECRET_ACCESS_KEY),
                            deployment.buckets(),
                            deployment.notifications(),
                            clock,
                            (queue, message) -> sqs.join().send(queue, message)));
            var dynamoDb = starting(
                    "DynamoDB",
                    settings.portOf(2),
                    executor,
                    port -> settings.inMemoryDynamo()
                            ? LocalDynamoDb.inMemory(port, data.resolve("dynamodb"))
                            : LocalDynamoDb.onDisk(port, data.resolve("dynamodb")));
            var bedrock = starting(
                    "Bedrock",
                    settings.portOf(3),
                    executor,
                    port -> BedrockSimulator.start(
                            port,
                            data.resolve("bedrock"),
                            new Account(ACCOUNT, REGION, ACCESS_KEY_ID),
                            settings.simulation(),
                            new Buckets(s3::join),
                            clock,
                            message -> deployment
                                    .eventQueues()
                                    .forEach(queue -> sqs.join().send(queue, message))));
            var sns = starting("SNS", settings.portOf(4), executor, port -> LocalSns.start(port, ACCOUNT, REGION));
            try {
                return new Cloud(s3.join(), sqs.join(), dynamoDb.join(), bedrock.join(), sns.join());
            } catch (CompletionException e) {
                List.of(sns, bedrock, dynamoDb, s3, sqs).forEach(Cloud::stopStarted);
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            }
        }
    }

    /** Starts one stand-in on its port. */
    @FunctionalInterface
    private interface Starter<T> {
        T start(int port) throws Exception;
    }

    private static <T> CompletableFuture<T> starting(String name, int port, Executor executor, Starter<T> starter) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return starter.start(port);
                    } catch (Exception e) {
                        String where = port == 0 ? "a free port" : "port " + port;
                        throw new CompletionException(new IOException(
                                "The local " + name + " did not start on " + where + " of 127.0.0.1: " + reason(e)
                                        + (port == 0 ? "" : ". Is the port taken? Another can be chosen"),
                                e));
                    }
                },
                executor);
    }

    private static String reason(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private static void stopStarted(CompletableFuture<? extends AutoCloseable> part) {
        part.handle((started, problem) -> {
                    if (started != null) {
                        close(started);
                    }
                    return problem == null;
                })
                .join();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("A stand-in did not stop cleanly: {}", e.toString());
        }
    }

    public URI s3() {
        return s3.endpoint();
    }

    public URI sqs() {
        return sqs.endpoint();
    }

    public URI dynamoDb() {
        return dynamoDb.endpoint();
    }

    /** Bedrock's control plane and runtime, and {@code /simulator/faults} and {@code /simulator/clock} beside it. */
    public URI bedrock() {
        return bedrock.endpoint();
    }

    /** Topics, and what was published to them. */
    public LocalSns sns() {
        return sns;
    }

    /** The simulator itself: its clock, its faults and its ledger. */
    public BedrockSimulator simulator() {
        return bedrock;
    }

    public URI queueUrl(String queue) {
        return sqs.queueUrl(queue);
    }

    /** The variables by which an AWS client finds the stand-ins, in the order in which to print them. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL_S3", s3().toString());
        variables.put("AWS_ENDPOINT_URL_SQS", sqs().toString());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb().toString());
        variables.put("AWS_ENDPOINT_URL_BEDROCK", bedrock().toString());
        variables.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock().toString());
        variables.put("AWS_ENDPOINT_URL_SERVICE_QUOTAS", bedrock().toString());
        variables.put("AWS_ENDPOINT_URL_SNS", sns.endpoint().toString());
        variables.put("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
        variables.put("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
        variables.put("AWS_REGION", REGION);
        variables.put("AWS_DEFAULT_REGION", REGION);
        return variables;
    }

    /** Stops all stand-ins. State stays in the data folder, but for the messages in queues. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // Bedrock first: it uses the others.
        List.of(sns, bedrock, s3, dynamoDb, sqs).forEach(Cloud::close);
    }
}
