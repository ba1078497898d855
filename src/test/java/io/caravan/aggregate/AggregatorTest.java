package io.caravan.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.BatchStatus;
import io.caravan.model.Caps;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AggregatorTest {
    private static final String FOLDER = "s3://caravan/runs/jokes/";
    private static final RunId RUN = new RunId("jokes");

    private static final List<String> THREE_JOBS = List.of("1 of 100 from 0", "2 of 100 from 100", "3 of 100 from 200");

    private final MemoryStore store = new MemoryStore();
    private final MemoryInventory inventory = new MemoryInventory();
    private final Aggregator aggregator =
            new Aggregator(inventory, store, Given.models(), Given.BUCKET, InstantSource.fixed(Given.NOW));

    @Test
    void parts_become_the_result_in_chunk_order() throws IOException {
        run(200, 2, 100);
        collected(1, tally(100, 0));
        collected(2, tally(99, 1));

        assertThat(aggregator.next("jokes").over()).containsExactly(RUN);

        assertThat(store.text(FOLDER + "result.csv")).contains("part 1\npart 2\n");
        assertThat(store.text(FOLDER + "errors.jsonl")).contains("errors 1\nerrors 2\n");
        assertThat(state()).isInstanceOfSatisfying(RunState.Done.class, done -> {
            assertThat(done.verdict()).isEqualTo(RunState.Verdict.DONE);
            assertThat(done.tally().ok()).isEqualTo(199);
        });
        JsonNode summary = summary();
        assertThat(summary.path("state").asText()).isEqualTo("done");
        assertThat(summary.at("/rows/total").asInt()).isEqualTo(200);
        assertThat(summary.at("/rows/failed").asInt()).isEqualTo(1);
        assertThat(summary.at("/errors/validation").asInt()).isEqualTo(1);
        assertThat(summary.path("result").asText()).isEqualTo(FOLDER + "result.csv");
        assertThat(summary.path("jobs")).hasSize(2);
    }

    @Test
    void rows_that_do_not_add_up_stop_the_run_loudly_and_nothing_is_delivered() {
        run(200, 2, 100);
        collected(1, tally(100, 0));
        collected(2, tally(98, 1));

        assertThatThrownBy(() -> aggregator.next("jokes"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("run jokes has 200 rows, but its parts hold 198 ok + 1 failed + 0 skipped");
        assertThat(store.text(FOLDER + "result.csv")).isEmpty();
        assertThat(state()).isInstanceOf(RunState.Running.class);
    }

    @Test
    void more_failed_rows_than_tolerated_fail_the_run_but_its_result_is_delivered() throws IOException {
        run(100, 1, 10);
        collected(1, tally(89, 11));

        aggregator.next("jokes");

        assertThat(state())
                .isInstanceOfSatisfying(
                        RunState.Done.class, done -> assertThat(done.verdict()).isEqualTo(RunState.Verdict.FAILED));
        assertThat(store.text(FOLDER + "result.csv")).isPresent();
        assertThat(summary().path("reason").asText())
                .isEqualTo("11 of 100 rows failed, more than max_failed_percent 10.0");
    }

    @Test
    void as_many_failed_rows_as_tolerated_are_tolerated() throws IOException {
        run(100, 1, 10);
        collected(1, tally(90, 10));

        aggregator.next("jokes");

        assertThat(state())
                .isInstanceOfSatisfying(
                        RunState.Done.class, done -> assertThat(done.verdict()).isEqualTo(RunState.Verdict.DONE));
    }

    @Test
    void a_run_with_an_open_job_is_left_alone() throws IOException {
        run(200, 2, 100);
        collected(1, tally(100, 0));
        inventory.add(List.of(Given.job("jokes", 2, new JobState.Ready(Given.INPUT))));

        assertThat(aggregator.next("jokes")).isEqualTo(Next.NOTHING);
        assertThat(store.text(FOLDER + "result.csv")).isEmpty();
    }

    @Test
    void finishing_again_writes_the_same_summary_again() throws IOException {
        run(100, 1, 100);
        collected(1, tally(100, 0));
        aggregator.next("jokes");
        String first = store.text(FOLDER + "summary.json").orElseThrow();

        assertThat(aggregator.next("jokes").over()).containsExactly(RUN);

        assertThat(store.text(FOLDER + "summary.json")).contains(first);
    }

    @Test
    void a_run_that_could_not_be_planned_gets_a_summary_with_its_reason() throws IOException {
        inventory.add(Given.run("jokes").in(new RunState.Failed("no records", Given.NOW)));

        assertThat(aggregator.next("jokes").over()).containsExactly(RUN);

        assertThat(summary().path("state").asText()).isEqualTo("failed");
        assertThat(summary().path("reason").asText()).isEqualTo("no records");
    }

    @Test
    void a_retry_that_broke_off_goes_on_with_the_jobs_that_it_had_added() throws IOException {
        over(200, tally(0, 200));
        aggregator.again("jokes");
        List<Job> all = inventory.jobs(RUN);
        Run broken = inventory.run(RUN).orElseThrow();
        inventory.move(broken, new RunState.Done(RunState.Verdict.DONE, 200, 1, tally(0, 200), Given.NOW));

        aggregator.again("jokes");

        assertThat(inventory.jobs(RUN)).hasSize(2).isEqualTo(all);
        assertThat(state()).isInstanceOf(RunState.Running.class);
    }

    @Test
    void a_retry_that_broke_off_between_its_jobs_is_planned_to_its_end() throws IOException {
        threeJobsOfRetries(true);
        collected(1, tally(0, 300));
        Run run = inventory.run(RUN).orElseThrow();
        inventory.move(run, new RunState.Done(RunState.Verdict.DONE, 300, 1, tally(0, 300), Given.NOW));

        aggregator.again("jokes");

        assertThat(retries()).isEqualTo(THREE_JOBS);
        assertThat(state()).isInstanceOf(RunState.Running.class);
    }

    @Test
    void an_attempt_that_broke_off_between_its_jobs_is_planned_to_its_end() throws IOException {
        Job last = threeJobsOfRetries(false);
        collected(1, new Tally(0, 300, 0, 300, 0, 0, Map.of("throttled", 300L)));

        assertThat(aggregator.next("jokes")).isEqualTo(Next.NOTHING);

        assertThat(retries()).isEqualTo(THREE_JOBS);
        assertThat(inventory.job(last.id())).contains(last);
    }

    @Test
    void it_is_so_even_when_the_jobs_that_are_there_are_over() throws IOException {
        Job last = threeJobsOfRetries(false);
        collected(1, new Tally(0, 300, 0, 300, 0, 0, Map.of("throttled", 300L)));
        inventory.move(last, JobState.Collected.unsent("", Given.NOW));

        assertThat(aggregator.next("jokes")).isEqualTo(Next.NOTHING);

        assertThat(retries()).isEqualTo(THREE_JOBS);
    }

    /** A running run, of whose three jobs of another attempt only the last one was added. */
    private Job threeJobsOfRetries(boolean all) {
        Manifest manifest = Given.wish(Given.HAIKU, "{topic}")
                .caps(new Caps(OptionalLong.empty(), OptionalLong.of(100), OptionalLong.empty()))
                .done();
        inventory.add(Given.run("jokes", manifest).in(new RunState.Running(300, 1, Given.NOW)));
        Job last = Job.planned(new JobId(RUN, 3, 2), new Work.Retries(200, 100, all), Given.POOL, 0);
        inventory.add(List.of(last));
        return last;
    }

    private List<String> retries() {
        return inventory.jobs(RUN).stream()
                .filter(job -> job.id().attempt() == 2)
                .map(job -> job.id().chunk() + " of " + job.work().records() + " from "
                        + ((Work.Retries) job.work()).first())
                .toList();
    }

    @Test
    void a_retry_of_a_run_that_a_file_cancelled_is_not_cancelled_by_it_again() throws IOException {
        over(200, tally(0, 200));
        store.put(FOLDER + "cancel", "");

        aggregator.again("jokes");

        assertThat(state()).isInstanceOf(RunState.Running.class);
        assertThat(store.text(FOLDER + "cancel")).isEmpty();
    }

    @Test
    void a_retry_of_a_cancelled_run_sends_what_was_never_sent_and_keeps_what_was() throws IOException {
        cancelled();

        aggregator.again("jokes");

        assertThat(inventory.jobs(RUN))
                .extracting(job -> job.state().word())
                .containsExactly("Collected", "Planned", "Planned");
        assertThat(state()).isInstanceOf(RunState.Running.class);
    }

    @Test
    void a_run_whose_resumption_broke_off_is_resumed_by_the_next_try() throws IOException {
        cancelled();
        Job second = inventory.jobs(RUN).get(1);
        inventory.move(second, new JobState.Planned());

        aggregator.again("jokes");

        assertThat(inventory.jobs(RUN).get(2).state()).isInstanceOf(JobState.Planned.class);
        assertThat(state()).isInstanceOf(RunState.Running.class);
    }

    @Test
    void it_is_so_even_when_only_the_run_was_not_moved() throws IOException {
        cancelled();
        for (Job job : inventory.jobs(RUN).subList(1, 3)) {
            inventory.move(job, new JobState.Planned());
        }

        aggregator.again("jokes");

        assertThat(state()).isInstanceOf(RunState.Running.class);
    }

    /** Three jobs: one of them had its answers, with failures, when the run was cancelled. */
    private void cancelled() throws IOException {
        run(300, 3, 100);
        collected(1, tally(0, 100));
        for (int chunk = 2; chunk <= 3; chunk++) {
            var tally = new Tally(0, 0, 100, 0, 0, 0, Map.of());
            inventory.add(List.of(Given.job(
                    "jokes",
                    chunk,
                    new JobState.Collected(
                            Given.INPUT, "", BatchStatus.STOPPED, ErrorClass.UNPROCESSED, "", tally, 1, Given.NOW))));
            store.put(FOLDER + "parts/%05d.csv".formatted(chunk), "");
            store.put(FOLDER + "parts/%05d.errors.jsonl".formatted(chunk), "");
        }
        inventory.move(inventory.run(RUN).orElseThrow(), new RunState.Cancelling(300, 3, Given.NOW));
        aggregator.next("jokes");
        assertThat(state())
                .isInstanceOfSatisfying(
                        RunState.Done.class, done -> assertThat(done.unsent()).isEqualTo(200));
    }

    @Test
    void a_retry_of_fewer_rows_than_a_job_needs_leaves_the_run_over() throws IOException {
        over(200, tally(101, 99));

        aggregator.again("jokes");

        assertThat(inventory.jobs(RUN)).hasSize(1);
        assertThat(state()).isInstanceOf(RunState.Done.class);
    }

    private void over(long records, Tally tally) throws IOException {
        run(records, 1, 100);
        collected(1, tally);
        aggregator.next("jokes");
        assertThat(state()).isInstanceOf(RunState.Done.class);
    }

    private void run(long records, int chunks, double maxFailedPercent) {
        Manifest manifest = Given.wish(Given.HAIKU, "{topic}")
                .maxFailedPercent(maxFailedPercent)
                .done();
        inventory.add(Given.run("jokes", manifest).in(new RunState.Running(records, chunks, Given.NOW)));
    }

    private void collected(int chunk, Tally tally) {
        inventory.add(List.of(Given.job(
                "jokes",
                chunk,
                new JobState.Collected(
                        Given.INPUT,
                        "arn:" + chunk,
                        BatchStatus.COMPLETED,
                        ErrorClass.UNPROCESSED,
                        "",
                        tally,
                        1,
                        Given.NOW))));
        store.put(FOLDER + "parts/%05d.csv".formatted(chunk), "part " + chunk + "\n");
        store.put(FOLDER + "parts/%05d.errors.jsonl".formatted(chunk), "errors " + chunk + "\n");
    }

    private static Tally tally(long ok, long failed) {
        return new Tally(ok, failed, 0, 0, 10 * ok, 20 * ok, failed == 0 ? Map.of() : Map.of("validation", failed));
    }

    private RunState state() {
        return inventory.run(RUN).map(Run::state).orElseThrow();
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(store.text(FOLDER + "summary.json").orElseThrow());
    }
}
