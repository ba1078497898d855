package io.caravan;

import io.caravan.aggregate.Aggregator;
import io.caravan.aws.BedrockBatch;
import io.caravan.aws.BedrockOnDemand;
import io.caravan.aws.CallMeter;
import io.caravan.aws.DynamoInventory;
import io.caravan.aws.DynamoNotices;
import io.caravan.aws.InventoryTable;
import io.caravan.aws.Lifeline;
import io.caravan.aws.RawBodies;
import io.caravan.aws.S3ObjectStore;
import io.caravan.aws.ServiceQuotas;
import io.caravan.aws.SnsCourier;
import io.caravan.aws.StageWaits;
import io.caravan.aws.Turns;
import io.caravan.aws.WholeResponses;
import io.caravan.chunk.Chunker;
import io.caravan.chunk.NextChunks;
import io.caravan.collect.Collector;
import io.caravan.family.ModelCatalog;
import io.caravan.hub.HuggingFace;
import io.caravan.hub.Pause;
import io.caravan.inbox.Inbox;
import io.caravan.inbox.PromptLibrary;
import io.caravan.invoke.Canary;
import io.caravan.invoke.Invocations;
import io.caravan.invoke.Invoker;
import io.caravan.meter.Counters;
import io.caravan.meter.Gauges;
import io.caravan.notify.Attention;
import io.caravan.notify.Notifier;
import io.caravan.plan.Fetcher;
import io.caravan.plan.Planner;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import io.caravan.port.Witness;
import io.caravan.routes.Alive;
import io.caravan.status.Answers;
import io.caravan.status.Changes;
import io.caravan.status.Failures;
import io.caravan.status.RunDetails;
import io.caravan.status.Site;
import io.caravan.status.SlotHistory;
import io.caravan.status.StatusBoard;
import io.caravan.submit.Canceller;
import io.caravan.submit.Recount;
import io.caravan.submit.SlotLimits;
import io.caravan.submit.Submitter;
import io.caravan.trace.Traces;
import io.caravan.track.Leases;
import io.caravan.track.Overdue;
import io.caravan.track.Tracker;
import io.caravan.webhook.WebhookCourier;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Puts the application together: the clients, the ports on them, and the beans that the routes name. */
final class Beans implements AutoCloseable {
    private static final int CONNECTIONS = 100;
    private static final Duration CALL = Duration.ofMinutes(2);
    /** A model may think for minutes before the first byte of its answer. */
    private static final Duration ANSWER = Duration.ofMinutes(15);

    private static final Duration LOOK = Duration.ofSeconds(5);
    /** Where Camel looks for the meters. */
    private static final String REGISTRY = "metricsRegistry";
    /** Any of the queues. */
    private static final String QUEUE = "caravan-plan";
    /** Runs are accepted without them, so they are not waited for long. */
    private static final Duration QUOTAS = Duration.ofSeconds(10);
    /** A notice is sent again when it was not taken at once. */
    private static final Duration TELL = Duration.ofSeconds(15);
    /** Of the Hub, in the middle of an answer. */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    /** Of fetching a run's data set, before others have theirs. */
    private static final Duration TURN = Duration.ofMinutes(1);

    private final Lifeline http;
    private final Lifeline patientHttp = new Lifeline(Apache5HttpClient.builder()
            .maxConnections(CONNECTIONS)
            .socketTimeout(ANSWER)
            .build());
    private final S3Client s3;
    private final SqsClient sqs;
    private final DynamoDbClient dynamo;
    private final BedrockClient bedrock;
    private final BedrockRuntimeClient runtime;
    private final ServiceQuotasClient quotas;
    private final SnsClient sns;
    private final WebhookCourier webhooks;
    private final HuggingFace hub;
    private final Settings settings;
    private final ModelCatalog models;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counters counters;
    private final Optional<Traces> traces;
    private final InstantSource clock = InstantSource.system();

    /** With clients that call AWS. */
    static Beans of(Settings settings) throws IOException {
        return new Beans(
                settings,
                Apache5HttpClient.builder().maxConnections(CONNECTIONS).build(),
                DefaultCredentialsProvider.builder().build(),
                Traces.to(settings.traces()));
    }

    /** With clients that call nobody: for looking at routes, not for starting them. */
    static Beans toLookAt(Settings settings) throws IOException {
        return new Beans(settings, new NoCalls(), AnonymousCredentialsProvider.create(), Optional.empty());
    }

    private Beans(Settings settings, SdkHttpClient http, AwsCredentialsProvider credentials, Optional<Traces> traces)
            throws IOException {
        this.settings = settings;
        this.traces = traces;
        this.http = new Lifeline(http);
        models = ModelCatalog.read(Files.readString(settings.models()));
        counters = new Counters(meters, models::price);
        webhooks = new WebhookCourier(settings.webhooks(), settings.webhookSecret(), clock);
        hub = new HuggingFace(
                settings.hub(),
                Optional.ofNullable(System.getenv("HF_TOKEN")).filter(token -> !token.isBlank()),
                SILENCE,
                Pause.GROWING);
        Region region = Region.of(settings.region());
        ClientOverrideConfiguration calls = within(CALL);
        s3 = S3Client.builder()
                .httpClient(this.http)
                .region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(whole().build()) // no limit of time: bodies are streams
                .build();
        sqs = SqsClient.builder()
                .httpClient(this.http)
                .region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(calls)
                .build();
        dynamo = DynamoDbClient.builder()
                .httpClient(this.http)
                .region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(calls)
                .build();
        // A creation is over before it can be repeated: two at once might be answered differently.
        Duration creation = settings.silence().multipliedBy(3).dividedBy(4);
        bedrock = BedrockClient.builder()
                .httpClient(this.http)
                .region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(within(creation))
                .build();
        runtime = BedrockRuntimeClient.builder()
                .httpClient(patientHttp)
                .region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(ANSWER)
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new RawBodies())
                        .addExecutionInterceptor(new CallMeter(counters))
                        .build())
                .build();
        sns = SnsClient.builder()
                .httpClient(this.http)
                .region(region)
                .overrideConfiguration(within(TELL))
                .build();
        quotas = ServiceQuotasClient.builder()
                .httpClient(this.http)
                .region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(within(QUOTAS))
                .build();
    }

    private ClientOverrideConfiguration within(Duration time) {
        return whole().apiCallTimeout(time).build();
    }

    private ClientOverrideConfiguration.Builder whole() {
        return ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(new WholeResponses())
                .addExecutionInterceptor(new CallMeter(counters));
    }

    /** Binds what the routes name; Camel's components find the clients by their types. */
    void bind(Registry registry) throws IOException {
        registry.bind("s3", s3);
        registry.bind("sqs", sqs);
        registry.bind("dynamo", dynamo);

        String bucket = settings.bucket();
        ObjectStore store = new S3ObjectStore(s3);
        var turns = new Turns(clock, settings.patience(), settings.silence());
        Witness witness = traces.map(counters::and).orElse(counters);
        Inventory inventory = new DynamoInventory(dynamo, settings.table(), turns, witness);
        var batch = new BedrockBatch(bedrock, settings.roleArn());
        var invocations = new Invocations(
                new BedrockOnDemand(runtime),
                store,
                settings.onDemand(),
                settings.silence(),
                settings.onDemandPause(),
                clock,
                new SecureRandom());
        var limits = new SlotLimits(
                inventory, models, new ServiceQuotas(quotas, settings.quotasEvery(), clock), settings.slots());

        String replica = UUID.randomUUID().toString();
        var prompts = new PromptLibrary(settings.prompts(), store, bucket);
        var inbox = new Inbox(
                inventory,
                store,
                hub,
                models,
                prompts,
                new Inbox.Place(bucket, settings.account(), settings.region(), settings.webhooks()),
                settings::allows,
                settings.allowedBuckets(),
                limits::of,
                clock);
        registry.bind("inbox", inbox);
        registry.bind("drop", inbox.drop(new SecureRandom()));
        registry.bind("prompts", prompts);
        registry.bind(
                "fetcher",
                new Fetcher(inventory, store, hub, bucket, new Fetcher.Turns(replica, settings.lease(), TURN), clock));
        registry.bind("planner", new Planner(inventory, store, models, bucket, settings.maxUnpackedBytes(), clock));
        registry.bind("chunker", new Chunker(inventory, store, models, bucket, settings::allows, clock));
        registry.bind("chunks", new NextChunks(inventory, settings.chunksAhead()));
        registry.bind("canary", new Canary(inventory, store, invocations, models, bucket, settings.silence(), clock));
        registry.bind("invoker", new Invoker(inventory, invocations, models, bucket, settings.silence(), clock));
        registry.bind(
                "submitter",
                new Submitter(
                        inventory,
                        batch,
                        models,
                        bucket,
                        settings.quotaPause(),
                        settings.silence(),
                        clock,
                        new SecureRandom()));
        registry.bind("limits", limits);
        registry.bind("recount", new Recount(inventory));
        registry.bind("canceller", new Canceller(inventory, batch, clock));
        registry.bind("tracker", new Tracker(inventory, batch, settings.silence(), clock));
        registry.bind("overdue", new Overdue(inventory, settings.patience(), clock));
        registry.bind("leases", new Leases(inventory, replica, settings.lease(), clock));
        registry.bind("collector", new Collector(inventory, store, models, bucket, clock));
        registry.bind("aggregator", new Aggregator(inventory, store, models, bucket, clock));
        registry.bind("status", new StatusBoard(inventory, store, models, bucket, clock));
        registry.bind("details", new RunDetails(inventory, store, bucket, clock));
        registry.bind("slots", new SlotHistory(inventory, clock));
        registry.bind("failures", new Failures(inventory, clock));
        registry.bind("answers", new Answers());
        registry.bind("site", new Site());
        registry.bind("changes", new Changes(inventory));
        registry.bind("alive", new Alive(() -> http.broken().or(patientHttp::broken)));
        registry.bind(REGISTRY, meters);
        registry.bind("gauges", new Gauges(meters, inventory, new StageWaits(dynamo, settings.table(), turns), clock));
        var notices = new DynamoNotices(dynamo, settings.table());
        registry.bind(
                "notifier", new Notifier(notices, List.of(new SnsCourier(sns), webhooks), settings.patience(), clock));
        registry.bind("attention", new Attention(inventory, notices, settings.attention(), clock));
    }

    /** Where steps of runs are told to; empty when nobody wants to know. */
    Optional<Traces> traces() {
        return traces;
    }

    /** Waits until the services that the routes need at their start are there. */
    void awaitSurroundings() throws InterruptedException {
        var surroundings = new Surroundings(LOOK);
        String table = settings.table();
        surroundings.await("DynamoDB", "table '" + table + "' (caravan.table)", () -> {
            if (settings.createTable()) {
                InventoryTable.create(dynamo, table);
            } else {
                dynamo.describeTable(request -> request.tableName(table));
            }
        });
        String bucket = settings.bucket();
        surroundings.await(
                "S3",
                "bucket '" + bucket + "' (caravan.bucket)",
                () -> s3.headBucket(request -> request.bucket(bucket)));
        surroundings.await("SQS", "queue " + QUEUE, () -> sqs.getQueueUrl(request -> request.queueName(QUEUE)));
    }

    @Override
    public void close() {
        hub.close();
        webhooks.close();
        for (SdkAutoCloseable client : List.of(s3, sqs, dynamo, bedrock, runtime, sns, quotas, http, patientHttp)) {
            client.close();
        }
        traces.ifPresent(Traces::close);
    }
}
