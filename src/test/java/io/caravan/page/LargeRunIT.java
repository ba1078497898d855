package io.caravan.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.caravan.aws.DynamoInventory;
import io.caravan.aws.Turns;
import io.caravan.fakes.Given;
import io.caravan.local.LocalCaravan;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunState;
import io.caravan.model.Slice;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import io.caravan.simulator.Cloud;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A run of 10,000 jobs, 20 of them at Bedrock: what is sent for it stays small. Times are printed, for docs/page.md. */
class LargeRunIT {
    private static final int JOBS = 10_000;
    private static final int AT_BEDROCK = 20;
    private static final String ID = "large-20260102-030405-abcdef";
    private static final Instant NOW = Instant.now();

    @TempDir
    static Path data;

    @TempDir
    static Path profile;

    private static LocalCaravan caravan;

    @BeforeAll
    static void fill() {
        caravan = LocalCaravan.start(data, AT_BEDROCK);
        try (var dynamo = DynamoDbClient.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(caravan.cloud().dynamoDb())
                .build()) {
            var forLong = Duration.ofDays(1); // nobody asks Bedrock about jobs that it never had
            var inventory = new DynamoInventory(dynamo, "caravan", new Turns(InstantSource.system(), forLong, forLong));
            Run run = Given.run(ID);
            inventory.open(run.pool(), AT_BEDROCK);
            inventory.add(run);
            inventory.move(run, new RunState.Running(JOBS * 100L, JOBS, NOW.minusSeconds(JOBS * 60L)));
            inventory.add(
                    IntStream.rangeClosed(1, JOBS).mapToObj(LargeRunIT::job).toList());
            dynamo.updateItem(request -> request.tableName("caravan")
                    .key(Map.of("pk", AttributeValue.fromS("run#" + ID), "sk", AttributeValue.fromS("run")))
                    .updateExpression(
                            "SET jobs_Planned = :none, jobs_Collected = :over, jobs_Submitted = :there, ok = :ok")
                    .expressionAttributeValues(Map.of(
                            ":none", AttributeValue.fromN("0"),
                            ":over", AttributeValue.fromN(Integer.toString(JOBS - AT_BEDROCK)),
                            ":there", AttributeValue.fromN(Integer.toString(AT_BEDROCK)),
                            ":ok", AttributeValue.fromN(Integer.toString((JOBS - AT_BEDROCK) * 100)))));
        }
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/runs, 2000",
        "/api/runs/" + ID + ", 2000",
        "/api/runs/" + ID + "/jobs?limit=50, 20000",
        "/api/runs/" + ID + "/timeline, 40000",
        "/api/runs/" + ID + "/files, 1000"
    })
    void an_answer_about_it_is_small(String path, int bytes) {
        HttpResponse<String> answer = caravan.asked(caravan.request(path));
        long[] nanos = IntStream.range(0, 7)
                .mapToLong(round -> {
                    long begin = System.nanoTime();
                    caravan.asked(caravan.request(path));
                    return System.nanoTime() - begin;
                })
                .sorted()
                .toArray();

        System.out.printf(
                "%-60s %6d bytes %5d ms (%d to %d)%n",
                path,
                answer.body().getBytes(StandardCharsets.UTF_8).length,
                nanos[3] / 1_000_000,
                nanos[0] / 1_000_000,
                nanos[6] / 1_000_000);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(bytes);
    }

    @Test
    void what_its_jobs_at_bedrock_have_done_is_counted_without_reading_the_others() {
        assertThat(caravan.page("/api/runs/" + ID))
                .contains("\"records\":1000000")
                .contains("\"processed\":" + ((JOBS - AT_BEDROCK) * 100 + AT_BEDROCK * 40))
                .contains("\"bedrock\":{\"InProgress\":" + AT_BEDROCK + "}");
    }

    @Test
    void the_page_shows_its_first_jobs_and_the_next_ones_when_asked() {
        assumeThat(Browser.installed()).as(Browser.MISSING).isPresent();
        try (Browser browser = Browser.open(caravan.address(), profile)) {
            browser.go("#/runs/" + ID, ID);
            browser.see("tbody tr:last-child th", "50");
            Object millis = browser.script("Math.round(performance.now())");
            Object bytes = browser.script(
                    "performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)");
            System.out.printf("the page of the run, from nothing: %s bytes, at most %s ms%n", bytes, millis);
            browser.keep("run-of-10000-jobs");
            browser.click("button", "More jobs");
            browser.see("tbody tr:last-child th", "100");
            assertThat(((Number) bytes).longValue()).isLessThan(300_000);
        }
    }

    private static Job job(int chunk) {
        var id = new JobId(Given.run(ID).id(), chunk, 1);
        var work = new Work.Rows(new Slice((chunk - 1) * 100L, 0, 0, 0, 100), (chunk - 1) * 100L + 1);
        String arn = "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/%012d".formatted(chunk);
        Instant since = NOW.minusSeconds((JOBS - chunk + AT_BEDROCK) * 60L);
        JobState state = chunk > JOBS - AT_BEDROCK
                ? new JobState.Submitted(
                        Given.INPUT, arn, BatchStatus.IN_PROGRESS, new JobState.Progress(100, 40, 40, 0), since)
                : new JobState.Collected(
                        Given.INPUT,
                        arn,
                        BatchStatus.COMPLETED,
                        ErrorClass.UNPROCESSED,
                        "",
                        new Tally(100, 0, 0, 0, 5000, 4000, Map.of()),
                        1,
                        false,
                        since,
                        since.plusSeconds(AT_BEDROCK * 60L),
                        since.plusSeconds(AT_BEDROCK * 60L + 5));
        return new Job(id, work, Given.POOL, 0, state, 0);
    }
}
