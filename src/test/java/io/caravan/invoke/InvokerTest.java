package io.caravan.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.fakes.FakeOnDemand;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.BatchStatus;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.port.OnDemand.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvokerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "s3://caravan/runs/jokes/jobs/00001-1/";
    private static final JobId ID = new JobId(new RunId("jokes"), 1, 1);
    private static final JobState.Input INPUT = new JobState.Input(1, 5, 5, 0, 500);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final MemoryInventory inventory = new MemoryInventory();
    private final MemoryStore store = new MemoryStore();
    private final FakeOnDemand bedrock = new FakeOnDemand();
    private volatile Instant now = Given.NOW;
    private final Invoker invoker = new Invoker(
            inventory,
            new Invocations(bedrock, store, 2, SILENCE, Duration.ofMillis(2), () -> now, new Random(1)),
            Given.models(),
            Given.BUCKET,
            SILENCE,
            () -> now);

    @BeforeEach
    void aSmallJob() {
        inventory.add(Given.run("jokes"));
        runIs(new RunState.Running(5, 1, Given.NOW));
        inventory.add(List.of(Given.job("jokes", 1, new JobState.Invoking(INPUT, 0, Instant.EPOCH))));
        store.put(
                FOLDER + "input.jsonl",
                IntStream.rangeClosed(1, 5)
                        .mapToObj(row -> "{\"recordId\":\"r000000000" + row + "\",\"modelInput\":{\"word\":\"w" + row
                                + "\",\"temperature\":0.10}}\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void every_record_is_invoked_once_and_its_answer_written_as_a_batch_job_writes_it() throws Exception {
        assertThat(invoker.serve(ID.name())).containsExactly(ID);

        assertThat(bedrock.asked)
                .containsExactlyInAnyOrder(
                        "{\"word\":\"w1\",\"temperature\":0.10}",
                        "{\"word\":\"w2\",\"temperature\":0.10}",
                        "{\"word\":\"w3\",\"temperature\":0.10}",
                        "{\"word\":\"w4\",\"temperature\":0.10}",
                        "{\"word\":\"w5\",\"temperature\":0.10}");
        assertThat(answer(3))
                .isEqualTo("{\"recordId\":\"r0000000003\",\"modelInput\":{\"word\":\"w3\",\"temperature\":0.10},"
                        + "\"modelOutput\":" + FakeOnDemand.HELLO + "}\n");
        assertThat(state()).isInstanceOfSatisfying(JobState.Ended.class, ended -> {
            assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(ended.arn()).isEmpty();
            assertThat(ended.input()).isEqualTo(INPUT);
        });
    }

    @Test
    void a_refusal_takes_the_place_of_an_answer() throws Exception {
        bedrock.says(input -> input.contains("w2")
                ? new Reply.Refused(400, "ValidationException: \"odd\"")
                : new Reply.Answered(FakeOnDemand.HELLO));

        invoker.serve(ID.name());

        JsonNode line = JSON.readTree(answer(2));
        assertThat(line.at("/error/errorCode").asInt()).isEqualTo(400);
        assertThat(line.at("/error/errorMessage").asText()).isEqualTo("ValidationException: \"odd\"");
        assertThat(line.has("modelOutput")).isFalse();
    }

    @Test
    void an_answer_on_several_lines_is_written_on_one() throws Exception {
        bedrock.says(input -> new Reply.Answered("{\n  \"a\": 1\r\n}"));

        invoker.serve(ID.name());

        assertThat(answer(1).lines()).hasSize(1);
        assertThat(JSON.readTree(answer(1)).at("/modelOutput/a").asInt()).isEqualTo(1);
    }

    @Test
    void what_is_answered_already_is_not_asked_again() throws Exception {
        store.put(FOLDER + "output/on-demand/00001.jsonl.out", "kept\n");
        store.put(FOLDER + "output/on-demand/00004.jsonl.out", "kept\n");

        invoker.serve(ID.name());

        assertThat(bedrock.asked).hasSize(3).noneMatch(input -> input.contains("w1") || input.contains("w4"));
        assertThat(answer(1)).isEqualTo("kept\n");
    }

    @Test
    void a_record_without_room_waits_and_is_asked_again() throws Exception {
        var times = new AtomicInteger();
        bedrock.says(input -> times.incrementAndGet() <= 4
                ? new Reply.Busy(429, "ThrottlingException: slow down")
                : new Reply.Answered(FakeOnDemand.HELLO));

        assertThat(invoker.serve(ID.name())).containsExactly(ID);

        assertThat(bedrock.asked).hasSize(9);
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(this::answer)).allMatch(line -> line.contains("modelOutput"));
    }

    @Test
    void a_record_that_never_finds_room_fails_as_throttled() throws Exception {
        bedrock.says(input -> input.contains("w5")
                ? new Reply.Busy(429, "ThrottlingException: slow down")
                : new Reply.Answered(FakeOnDemand.HELLO));

        invoker.serve(ID.name());

        assertThat(bedrock.asked.stream().filter(input -> input.contains("w5"))).hasSize(8);
        assertThat(JSON.readTree(answer(5)).at("/error/errorCode").asInt()).isEqualTo(429);
    }

    @Test
    void a_job_that_another_replica_is_at_is_left_alone_until_it_is_silent() throws Exception {
        inventory.move(job(), new JobState.Invoking(INPUT, 2, now.minusSeconds(59)));

        assertThat(invoker.serve(ID.name())).isEmpty();
        assertThat(bedrock.asked).isEmpty();

        now = now.plusSeconds(1);
        assertThat(invoker.serve(ID.name())).containsExactly(ID);
    }

    @Test
    void a_job_that_another_replica_took_meanwhile_is_left_to_it() throws Exception {
        bedrock.says(input -> {
            Job taken = job();
            if (taken.state() instanceof JobState.Invoking) {
                inventory.move(taken, new JobState.Invoking(INPUT, 0, now.plusSeconds(1)));
            }
            now = now.plusSeconds(20); // the next beat is due
            return new Reply.Answered(FakeOnDemand.HELLO);
        });

        assertThat(invoker.serve(ID.name())).isEmpty();

        assertThat(state()).isInstanceOf(JobState.Invoking.class);
        assertThat(bedrock.asked).hasSizeLessThan(5);
    }

    @Test
    void a_cancelled_run_s_job_ends_and_keeps_what_was_answered() throws Exception {
        bedrock.says(input -> {
            runIs(new RunState.Cancelling(5, 1, now));
            now = now.plusSeconds(20);
            return new Reply.Answered(FakeOnDemand.HELLO);
        });

        assertThat(invoker.serve(ID.name())).containsExactly(ID);

        assertThat(bedrock.asked).hasSizeBetween(1, 3);
        assertThat(store.uris().stream().filter(uri -> uri.endsWith(".out"))).hasSameSizeAs(bedrock.asked);
        assertThat(state())
                .isInstanceOfSatisfying(
                        JobState.Ended.class,
                        ended -> assertThat(ended.status()).isEqualTo(BatchStatus.STOPPED));
    }

    @Test
    void a_run_cancelled_before_costs_nothing() throws Exception {
        runIs(new RunState.Cancelling(5, 1, now));

        assertThat(invoker.serve(ID.name())).containsExactly(ID);

        assertThat(bedrock.asked).isEmpty();
    }

    @Test
    void an_answer_that_cannot_be_kept_stops_the_work_and_is_told() {
        bedrock.says(input -> {
            throw new IllegalStateException("the store is away");
        });

        assertThatThrownBy(() -> invoker.serve(ID.name())).hasMessage("the store is away");
        assertThat(state()).isInstanceOf(JobState.Invoking.class);
    }

    @Test
    void a_job_that_is_over_is_told_again_and_others_are_old_stories() throws Exception {
        invoker.serve(ID.name());

        assertThat(invoker.serve(ID.name())).containsExactly(ID);
        inventory.add(List.of(Given.job("jokes", 2, new JobState.Planned())));
        assertThat(invoker.serve("jokes-00002-1")).isEmpty();
        assertThatThrownBy(() -> invoker.serve("jokes-00003-1")).hasMessage("there is no job jokes-00003-1");
    }

    private String answer(int line) {
        return store.text(FOLDER + "output/on-demand/0000" + line + ".jsonl.out")
                .orElseThrow();
    }

    private Job job() {
        return inventory.job(ID).orElseThrow();
    }

    private JobState state() {
        return job().state();
    }

    private synchronized void runIs(RunState state) {
        Run run = inventory.run(new RunId("jokes")).orElseThrow();
        inventory.move(run, state);
    }
}
