package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.aggregate.Aggregator;
import io.caravan.aws.S3ObjectStore;
import io.caravan.chunk.Chunker;
import io.caravan.collect.Collector;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.local.LocalCaravan;
import io.caravan.model.BatchStatus;
import io.caravan.model.Caps;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.S3Uri;
import io.caravan.model.Work;
import io.caravan.plan.Planner;
import io.caravan.port.ObjectStore;
import io.caravan.simulator.Cloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What docs/day.md says of the calls of S3. */
class S3CallsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Given.NOW);

    private final Map<String, Integer> calls = new TreeMap<>();
    private final MemoryInventory inventory = new MemoryInventory();

    @Test
    void a_stage_costs_these_calls_of_s3(@TempDir Path data) throws IOException {
        try (Cloud cloud = LocalCaravan.cloud(data);
                S3Client s3 = counted(cloud)) {
            var store = new S3ObjectStore(s3);
            Run run = threeJobs(store);
            calls.clear();

            new Planner(inventory, store, Given.models(), Given.BUCKET, Long.MAX_VALUE, CLOCK)
                    .plan(run.id().value());
            assertThat(taken())
                    .as("plan")
                    .isEqualTo(Map.of(
                            "HeadObject",
                            5,
                            "ListObjectsV2",
                            2,
                            "GetObject",
                            9,
                            "PutObject",
                            2,
                            "CreateMultipartUpload",
                            1,
                            "UploadPartCopy",
                            1,
                            "CompleteMultipartUpload",
                            1));

            for (Job job : inventory.jobs(run.id())) {
                new Chunker(inventory, store, Given.models(), Given.BUCKET, uri -> true, CLOCK)
                        .write(job.id().name());
                assertThat(taken()).as("chunk").isEqualTo(Map.of("ListObjectsV2", 1, "GetObject", 3, "PutObject", 1));
                answer(store, job);
                calls.clear();
                new Collector(inventory, store, Given.models(), Given.BUCKET, CLOCK)
                        .collect(job.id().name());
                assertThat(taken())
                        .as("collect")
                        .isEqualTo(Map.of("ListObjectsV2", 2, "HeadObject", 1, "GetObject", 4, "PutObject", 3));
            }

            new Aggregator(inventory, store, Given.models(), Given.BUCKET, CLOCK)
                    .next(run.id().value());
            assertThat(taken()).as("aggregate").isEqualTo(Map.of("HeadObject", 6, "GetObject", 3, "PutObject", 3));
        }
    }

    private S3Client counted(Cloud cloud) {
        return S3Client.builder()
                .endpointOverride(cloud.s3())
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .overrideConfiguration(all -> all.addExecutionInterceptor(new ExecutionInterceptor() {
                    @Override
                    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
                        String name = call.request().getClass().getSimpleName();
                        calls.merge(name.substring(0, name.length() - "Request".length()), 1, Integer::sum);
                    }
                }))
                .build();
    }

    private Map<String, Integer> taken() {
        var taken = Map.copyOf(calls);
        calls.clear();
        return taken;
    }

    private Run threeJobs(ObjectStore store) {
        var source = new S3Uri(Given.BUCKET, "data/topics.csv");
        String rows = IntStream.range(0, 300).mapToObj(i -> i + ",robots").collect(Collectors.joining("\n"));
        store.put(source, ("id,topic\n" + rows).getBytes(StandardCharsets.UTF_8), "text/csv");
        inventory.open(Given.POOL, 10);
        var caps = new Caps(OptionalLong.empty(), OptionalLong.of(100), OptionalLong.empty());
        Run run =
                Given.run("jokes", Given.wish(Given.HAIKU, "{topic}").caps(caps).done());
        inventory.add(run);
        return run;
    }

    /** As if Bedrock had done the job. */
    private void answer(ObjectStore store, Job written) {
        S3Uri folder = new RunFolder(Given.BUCKET, written.id().run()).output(written.id());
        var work = (Work.Rows) written.work();
        String answers = IntStream.range(0, 100)
                .mapToObj(i -> "{\"recordId\":\"r%010d\",\"modelOutput\":{\"content\":[],\"usage\":{}}}\n"
                        .formatted(work.firstRow() + i))
                .collect(Collectors.joining());
        store.put(
                S3Uri.parse(folder + "abc123/input.jsonl.out").orElseThrow(),
                answers.getBytes(StandardCharsets.UTF_8),
                "application/jsonl");
        Job job = inventory.job(written.id()).orElseThrow();
        inventory.move(
                job,
                new JobState.Ended(
                        Given.INPUT, "arn:aws:job", BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "", Given.NOW));
    }
}
