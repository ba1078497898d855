package io.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.fakes.Given;
import io.caravan.local.LocalCaravan;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Parked;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Slots;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import io.caravan.port.Inventory.Claim;
import io.caravan.port.NewerItem;
import io.caravan.port.Stage;
import io.caravan.simulator.Cloud;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

class DynamoInventoryTest {
    /** More than any limit here: the pool's own limit decides. */
    private static final int ROOM = 100;

    private static final JobState READY = new JobState.Ready(Given.INPUT);

    @TempDir
    static Path data;

    private static Cloud cloud;
    private static DynamoDbClient dynamo;
    private static int tables;

    private Instant now = Given.NOW;
    private DynamoInventory inventory;

    @BeforeAll
    static void start() {
        cloud = LocalCaravan.cloud(data);
        dynamo = client(cloud.dynamoDb());
    }

    @AfterAll
    static void stop() {
        dynamo.close();
        cloud.close();
    }

    @BeforeEach
    void anEmptyTable() {
        String table = "caravan-" + ++tables;
        InventoryTable.create(dynamo, table);
        InventoryTable.create(dynamo, table); // as every replica does
        inventory = new DynamoInventory(
                dynamo, table, new Turns(() -> now, Duration.ofSeconds(600), Duration.ofSeconds(60)));
        inventory.open(Given.POOL, 3);
    }

    @Test
    void runs_and_jobs_are_read_back_as_they_were_written() {
        Run run = Given.run("jokes");
        Job job = Given.job("jokes", 1, new JobState.Planned());

        assertThat(inventory.add(run)).isTrue();
        assertThat(inventory.add(run)).isFalse();
        inventory.add(List.of(job));
        inventory.add(List.of(job));

        assertThat(inventory.jobs(run.id())).containsExactly(job);
        Run read = inventory.run(run.id()).orElseThrow();
        assertThat(read.manifest()).isEqualTo(run.manifest());
        assertThat(read.counts().jobs()).isEqualTo(Map.of("Planned", 1L));
        assertThat(inventory.runs(10)).extracting(Run::id).containsExactly(run.id());
        assertThat(inventory.run(new RunId("other"))).isEmpty();
        assertThat(inventory.job(new JobId(run.id(), 2, 1))).isEmpty();
    }

    @Test
    void what_a_later_version_wrote_is_told_of_and_holds_up_nothing_behind_it() {
        Run newer = Given.run("newer").in(new RunState.Running(100, 1, now));
        Run run = Given.run("jokes").in(new RunState.Running(300, 3, now));
        inventory.add(newer);
        inventory.add(run);
        List<Job> ready =
                List.of(Given.job("jokes", 1, READY), Given.job("jokes", 2, READY), Given.job("jokes", 3, READY));
        inventory.add(ready);
        later(Map.of("pk", text("run#newer"), "sk", text("run")));
        later(Map.of("pk", text("run#jokes"), "sk", text("job#01#00001")));

        assertThat(inventory.ready(Given.POOL, 1))
                .extracting(Job::id)
                .containsExactly(ready.get(1).id());
        assertThat(inventory.runs(10)).extracting(Run::id).containsExactly(run.id());
        assertThat(inventory.running()).extracting(Run::id).containsExactly(run.id());
        now = now.plusSeconds(601);
        assertThat(inventory.overdueRuns(Stage.AGGREGATE, now, 1))
                .extracting(Run::id)
                .containsExactly(run.id());
        for (ThrowingCallable wholly : List.<ThrowingCallable>of(
                () -> inventory.run(newer.id()),
                () -> inventory.job(ready.get(0).id()),
                () -> inventory.jobs(run.id()),
                () -> inventory.allRunning())) {
            assertThatThrownBy(wholly)
                    .isInstanceOf(NewerItem.class)
                    .hasMessageContaining("was written by a later version of Caravan: its shape is " + (Shape.NOW + 1)
                            + ", this version");
        }
    }

    private void later(Map<String, AttributeValue> key) {
        String table = "caravan-" + tables;
        String body = dynamo.getItem(request -> request.tableName(table).key(key))
                .item()
                .get("body")
                .s();
        dynamo.updateItem(request -> request.tableName(table)
                .key(key)
                .updateExpression("SET body = :body")
                .expressionAttributeValues(Map.of(
                        ":body", text(body.replace("\"shape\":" + Shape.NOW, "\"shape\":" + (Shape.NOW + 1))))));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    @Test
    void the_jobs_of_later_attempts_are_found_without_the_first_ones() {
        Job first = Given.job("jokes", 1, new JobState.Planned());
        Job later = Job.planned(new JobId(new RunId("jokes"), 1, 12), new Work.Retries(0, 40, false), Given.POOL, 0);
        inventory.add(List.of(first, later));

        assertThat(inventory.jobs(new RunId("jokes"), 2)).containsExactly(later);
        assertThat(inventory.jobs(new RunId("jokes"))).containsExactly(first, later);
    }

    @Test
    void of_a_later_attempt_only_what_it_was_billed_for_counts_for_the_run() {
        inventory.add(Given.run("jokes"));
        Job later = Job.planned(new JobId(new RunId("jokes"), 1, 2), new Work.Retries(0, 40, false), Given.POOL, 0);
        inventory.add(List.of(later));
        var tally = new Tally(
                40,
                0,
                0,
                0,
                10,
                20,
                Map.of(),
                new Tally.Portion(40, 10, 20),
                new Tally.Portion(60, 1, 2),
                0,
                new Tally.Bill(new Tally.Portion(3, 4, 5), new Tally.Portion(6, 7, 8), Tally.Portion.NONE));
        inventory.move(
                later,
                new JobState.Collected(
                        Given.INPUT, "arn", BatchStatus.COMPLETED, ErrorClass.TIMEOUT, "", tally, 2, Given.NOW));

        assertThat(inventory.run(new RunId("jokes")).orElseThrow().counts().tally())
                .isEqualTo(tally.billOnly());
    }

    @Test
    void every_state_of_a_job_is_read_back() {
        inventory.add(Given.run("jokes"));
        Job job = Given.job("jokes", 1, new JobState.Planned());
        inventory.add(List.of(job));
        var tally = new Tally(
                98,
                2,
                0,
                1,
                10,
                20,
                Map.of("throttled", 1L, "validation", 1L),
                new Tally.Portion(3, 4, 5),
                new Tally.Portion(6, 7, 8),
                9,
                Tally.Bill.NONE);
        for (JobState state : List.of(
                new JobState.Writing(),
                READY,
                new JobState.Invoking(Given.INPUT, 7, Given.NOW),
                new JobState.Submitting(Given.INPUT, "token", Given.NOW),
                new JobState.Submitted(
                        Given.INPUT,
                        "arn",
                        BatchStatus.IN_PROGRESS,
                        new JobState.Progress(100, 50, 49, 1),
                        Given.NOW.plusNanos(123_456_789)),
                new JobState.Ended(Given.INPUT, "arn", BatchStatus.COMPLETED, ErrorClass.TIMEOUT, "why", Given.NOW),
                new JobState.Collected(
                        Given.INPUT, "arn", BatchStatus.COMPLETED, ErrorClass.TIMEOUT, "", tally, 1, Given.NOW))) {
            job = inventory.move(job, state).orElseThrow();
            assertThat(inventory.job(job.id())).contains(job);
            assertThat(job.state()).isEqualTo(state);
        }
        Run run = inventory.run(new RunId("jokes")).orElseThrow();
        assertThat(run.counts().open()).isZero();
        assertThat(run.counts().tally()).isEqualTo(tally);
    }

    @Test
    void what_a_job_counted_for_its_run_is_taken_back_when_it_is_to_be_sent_after_all() {
        inventory.add(Given.run("jokes"));
        Job job = ready("jokes", 1);
        var skipped = new Tally(0, 0, 100, 0, 0, 0, Map.of());
        job = inventory
                .move(
                        job,
                        new JobState.Collected(
                                Given.INPUT, "", BatchStatus.STOPPED, ErrorClass.UNPROCESSED, "", skipped, 1, now))
                .orElseThrow();

        inventory.move(job, new JobState.Planned());

        Run run = inventory.run(new RunId("jokes")).orElseThrow();
        assertThat(run.counts().tally()).isEqualTo(Tally.NONE);
        assertThat(run.counts().open()).isEqualTo(1);
        assertThat(inventory.planned()).containsExactly(job.id());
    }

    @Test
    void a_move_on_an_old_version_changes_nothing() {
        Job job = ready("jokes", 1);
        Job moved = inventory.move(job, new JobState.Planned()).orElseThrow();

        assertThat(inventory.move(job, READY)).isEmpty();
        assertThat(inventory.claim(job, ROOM, now)).isInstanceOf(Claim.Lost.class);
        assertThat(inventory.job(job.id())).contains(moved);
        Run run = inventory.run(new RunId("jokes")).orElseThrow();
        inventory.move(run, new RunState.Running(100, 1, now)).orElseThrow();
        assertThat(inventory.move(run, new RunState.Failed("late", now))).isEmpty();
    }

    @Test
    void under_contention_no_more_are_claimed_than_there_are_slots_and_none_twice() throws Exception {
        var jobs = IntStream.rangeClosed(1, 8)
                .mapToObj(chunk -> ready("jokes", chunk))
                .toList();
        List<Callable<Claim>> claims = new ArrayList<>();
        for (int replica = 0; replica < 3; replica++) {
            jobs.forEach(job -> claims.add(() -> inventory.claim(job, ROOM, now)));
        }

        var won = new ArrayList<JobId>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Claim> claim : threads.invokeAll(claims)) {
                if (claim.get() instanceof Claim.Won winner) {
                    won.add(winner.job().id());
                }
            }
        }

        assertThat(won).hasSize(3).doesNotHaveDuplicates();
        assertThat(slots().inUse()).isEqualTo(3);
        assertThat(inventory.run(new RunId("jokes")).orElseThrow().counts().jobs())
                .containsEntry("Submitting", 3L)
                .containsEntry("Ready", 5L);
    }

    @Test
    void a_slot_is_given_back_once_though_the_end_is_told_twice() {
        Job claimed = won(inventory.claim(ready("jokes", 1), ROOM, now));
        won(inventory.claim(ready("jokes", 2), ROOM, now));
        var ended = new JobState.Ended(Given.INPUT, "", BatchStatus.FAILED, ErrorClass.SERVER, "", now);

        assertThat(inventory.move(claimed, ended)).isPresent();
        assertThat(inventory.move(claimed, ended)).isEmpty();

        assertThat(slots().inUse()).isEqualTo(1);
    }

    @Test
    void a_lowered_limit_keeps_what_runs_and_starts_nothing_more() {
        won(inventory.claim(ready("jokes", 1), ROOM, now));
        won(inventory.claim(ready("jokes", 2), ROOM, now));

        inventory.open(Given.POOL, 1);

        assertThat(slots().inUse()).isEqualTo(2);
        assertThat(inventory.claim(ready("jokes", 3), ROOM, now)).isInstanceOf(Claim.NoSlot.class);
    }

    @Test
    void ready_jobs_come_by_priority_then_in_turns() {
        ready("large", 1);
        ready("large", 2);
        ready("small", 1);
        inventory.add(Given.run("urgent"));
        inventory.add(List.of(Given.job("urgent", 7, 9, READY)));

        assertThat(inventory.ready(Given.POOL, 3))
                .extracting(job -> job.id().name())
                .containsExactly("urgent-00007-1", "large-00001-1", "small-00001-1");
    }

    @Test
    void planned_jobs_come_by_priority_then_in_turns_until_they_are_written() {
        inventory.add(Given.run("jokes"));
        inventory.add(IntStream.rangeClosed(1, 250)
                .mapToObj(chunk -> Given.job("jokes", chunk, new JobState.Planned()))
                .toList());
        inventory.add(Given.run("small"));
        inventory.add(List.of(Given.job("small", 1, new JobState.Planned())));
        inventory.add(Given.run("urgent"));
        inventory.add(List.of(Given.job("urgent", 7, 9, new JobState.Planned())));
        writing("jokes", 251);
        ready("jokes", 252);

        assertThat(inventory.planned().limit(4))
                .extracting(JobId::name)
                .containsExactly("urgent-00007-1", "jokes-00001-1", "small-00001-1", "jokes-00002-1");
        assertThat(inventory.planned()).hasSize(252).doesNotHaveDuplicates();
    }

    @Test
    void jobs_that_are_being_written_are_counted_until_they_are_overdue() {
        Job first = writing("jokes", 1);
        writing("jokes", 2);
        inventory.add(List.of(Given.job("jokes", 3, new JobState.Planned())));
        ready("jokes", 4);
        assertThat(inventory.writing(10)).isEqualTo(2);
        assertThat(inventory.writing(1)).isEqualTo(1);

        Instant due = Given.NOW.plusSeconds(600);
        inventory.postpone(first, due.plusSeconds(600));

        assertThat(inventory.writing(10)).isEqualTo(1);
        assertThat(inventory.overdueJobs(Stage.CHUNK, due, 10)).hasSize(1);
        assertThat(inventory.overdueJobs(Stage.CHUNK, due.plusSeconds(600), 10)).hasSize(2);
        inventory.move(first, READY);
        assertThat(inventory.overdueJobs(Stage.CHUNK, due.plusSeconds(600), 10)).hasSize(1);
    }

    @Test
    void what_is_forgotten_is_overdue_after_its_patience_and_again_after_another() {
        ready("jokes", 1);
        writing("jokes", 2);
        Instant due = Given.NOW.plusSeconds(600);

        assertThat(inventory.overdueJobs(Stage.CHUNK, due.minusMillis(1), 10)).isEmpty();
        List<Job> overdue = inventory.overdueJobs(Stage.CHUNK, due, 10);
        assertThat(overdue).extracting(job -> job.id().chunk()).containsExactly(2);
        inventory.postpone(overdue.get(0), due.plusSeconds(600));
        assertThat(inventory.overdueJobs(Stage.CHUNK, due, 10)).isEmpty();
        assertThat(inventory.overdueJobs(Stage.CHUNK, due.plusSeconds(600), 10)).hasSize(1);
        assertThat(inventory.overdueRuns(Stage.PLAN, due, 10)).hasSize(1);
    }

    @Test
    void a_job_at_bedrock_is_silent_after_a_minute_without_news() {
        Job claimed = won(inventory.claim(ready("jokes", 1), ROOM, now));
        now = Given.NOW.plusSeconds(50);
        inventory.move(
                claimed,
                new JobState.Submitted(Given.INPUT, "arn", BatchStatus.SUBMITTED, JobState.Progress.NONE, now));

        assertThat(inventory.overdueJobs(Stage.TRACK, Given.NOW.plusSeconds(109), 10))
                .isEmpty();
        assertThat(inventory.overdueJobs(Stage.TRACK, Given.NOW.plusSeconds(110), 10))
                .hasSize(1);
        assertThat(inventory.overdueJobs(Stage.SUBMIT, Given.NOW.plusSeconds(999), 10))
                .isEmpty();
    }

    @Test
    void runs_under_way_are_listed_until_they_are_over() {
        inventory.add(Given.run("jokes"));
        Run run = inventory.run(new RunId("jokes")).orElseThrow();
        assertThat(inventory.running()).isEmpty();

        Run running = inventory.move(run, new RunState.Running(100, 1, now)).orElseThrow();
        assertThat(inventory.running()).extracting(Run::id).containsExactly(run.id());

        inventory.move(running, new RunState.Failed("no", now));
        assertThat(inventory.running()).isEmpty();
    }

    @Test
    void a_lease_passes_to_another_replica_once_it_is_not_renewed() {
        Duration length = Duration.ofSeconds(30);

        assertThat(inventory.lease("sweep", "one", now, length)).isTrue();
        assertThat(inventory.lease("sweep", "other", now.plusSeconds(30), length))
                .isFalse();
        assertThat(inventory.lease("sweep", "one", now.plusSeconds(20), length)).isTrue();
        assertThat(inventory.lease("sweep", "other", now.plusSeconds(31), length))
                .isFalse();
        assertThat(inventory.lease("sweep", "other", now.plusSeconds(51), length))
                .isTrue();
        assertThat(inventory.lease("sweep", "one", now.plusSeconds(52), length)).isFalse();
    }

    @Test
    void a_recount_is_void_when_a_slot_was_taken_meanwhile() {
        Job first = ready("jokes", 1);
        Slots read = slots();
        inventory.claim(first, 3, now);

        assertThat(inventory.recount(read, 0)).isFalse();
        assertThat(slots().inUse()).isEqualTo(1);

        assertThat(inventory.recount(slots(), 3)).isTrue();
        assertThat(slots().inUse()).isEqualTo(3);
    }

    @Test
    void a_pause_is_kept_with_its_reason() {
        inventory.pause(Given.POOL, 2, now.plusSeconds(30), 1, "too many jobs");

        assertThat(slots()).isEqualTo(new Slots(Given.POOL, 0, 3, 2, now.plusSeconds(30), 1, "too many jobs", 0));
    }

    @Test
    void a_run_of_more_jobs_than_one_transaction_holds_is_added_whole() {
        inventory.add(Given.run("jokes"));
        inventory.add(IntStream.rangeClosed(1, 250)
                .mapToObj(chunk -> Given.job("jokes", chunk, new JobState.Planned()))
                .toList());

        assertThat(inventory.jobs(new RunId("jokes")))
                .extracting(job -> job.id().chunk())
                .isEqualTo(IntStream.rangeClosed(1, 250).boxed().toList());
        assertThat(inventory.run(new RunId("jokes")).orElseThrow().counts().open())
                .isEqualTo(250);
    }

    @Test
    void of_jobs_whose_adding_broke_off_the_first_is_missing_and_adding_them_again_completes_them() {
        inventory.add(Given.run("jokes"));
        List<Job> jobs = IntStream.rangeClosed(1, 250)
                .mapToObj(chunk -> Given.job("jokes", chunk, new JobState.Planned()))
                .toList();
        var writes = new AtomicInteger();
        var dying = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
                if (call.request() instanceof TransactWriteItemsRequest && writes.incrementAndGet() == 2) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        try (DynamoDbClient broken = client(cloud.dynamoDb(), dying)) {
            var turns = new Turns(() -> now, Duration.ofSeconds(600), Duration.ofSeconds(60));
            var other = new DynamoInventory(broken, "caravan-" + tables, turns);
            assertThatThrownBy(() -> other.add(jobs)).hasStackTraceContaining("killed");
        }
        assertThat(inventory.jobs(new RunId("jokes"))).isNotEmpty().doesNotContain(jobs.get(0));

        inventory.add(jobs);

        assertThat(inventory.jobs(new RunId("jokes"))).isEqualTo(jobs);
        assertThat(inventory.run(new RunId("jokes")).orElseThrow().counts().open())
                .isEqualTo(250);
    }

    private Job writing(String run, int chunk) {
        inventory.add(Given.run(run));
        Job job = Given.job(run, chunk, new JobState.Planned());
        inventory.add(List.of(job));
        return inventory.move(job, new JobState.Writing()).orElseThrow();
    }

    @Test
    void runs_and_jobs_are_read_some_at_a_time() {
        inventory.add(Given.run("one"));
        inventory.add(Given.run("three"));
        inventory.add(Given.run("two"));
        inventory.add(List.of(
                Given.job("one", 1, new JobState.Planned()),
                Given.job("one", 2, new JobState.Planned()),
                Given.job("one", 3, new JobState.Planned())));

        List<Run> newest = inventory.runs(2);
        assertThat(newest).extracting(run -> run.id().value()).containsExactly("two", "three");
        assertThat(inventory.runs(2, Optional.of(newest.get(1))))
                .extracting(run -> run.id().value())
                .containsExactly("one");
        List<Job> jobs = inventory.jobs(new RunId("one"), 2, Optional.empty());
        assertThat(jobs).extracting(job -> job.id().chunk()).containsExactly(1, 2);
        assertThat(inventory.jobs(new RunId("one"), 2, Optional.of(jobs.get(1).id())))
                .extracting(job -> job.id().chunk())
                .containsExactly(3);
    }

    @Test
    void the_jobs_of_a_run_that_wait_for_a_stage_are_found_without_the_others() {
        Job mine = inventory.move(ready("one", 1), submitted()).orElseThrow();
        inventory.move(ready("two", 1), submitted()).orElseThrow();
        ready("one", 2);

        assertThat(inventory.jobs(new RunId("one"), Stage.TRACK)).containsExactly(mine);
        assertThat(inventory.jobs(new RunId("one"), Stage.COLLECT)).isEmpty();
    }

    @Test
    void a_note_is_forgotten_once_and_the_others_stay() {
        var one = new Parked(Given.NOW + "#1", Given.NOW, "plan", "why", "message");
        var two = new Parked(Given.NOW + "#2", Given.NOW, "plan", "why", "message");
        inventory.park(one);
        inventory.park(two);

        inventory.unpark(one);
        inventory.unpark(one);

        assertThat(inventory.parked(10)).containsExactly(two);
    }

    private static JobState submitted() {
        return new JobState.Submitted(Given.INPUT, "arn", BatchStatus.IN_PROGRESS, JobState.Progress.NONE, Given.NOW);
    }

    private Job ready(String run, int chunk) {
        inventory.add(Given.run(run));
        Job job = Given.job(run, chunk, new JobState.Planned());
        inventory.add(List.of(job));
        return inventory.move(job, READY).orElseThrow();
    }

    private static Job won(Claim claim) {
        return ((Claim.Won) claim).job();
    }

    private Slots slots() {
        return inventory.slots().get(0);
    }

    private static DynamoDbClient client(URI endpoint, ExecutionInterceptor... interceptors) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Cloud.ACCESS_KEY_ID, Cloud.SECRET_ACCESS_KEY)))
                .overrideConfiguration(calls -> calls.executionInterceptors(List.of(interceptors)))
                .build();
    }
}
