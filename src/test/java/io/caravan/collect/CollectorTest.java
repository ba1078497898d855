package io.caravan.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Slice;
import io.caravan.model.Tally;
import io.caravan.model.Work;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollectorTest {
    private static final String FOLDER = "s3://caravan/runs/jokes/";
    private static final String OUTPUT = FOLDER + "jobs/00001-1/output/abc123/input.jsonl.out";
    private static final JobId ID = new JobId(new RunId("jokes"), 1, 1);
    private static final String HEADER =
            "id,topic,record_id,response,status,error,stop_reason,input_tokens,output_tokens,cost_usd";

    private final MemoryStore store = new MemoryStore();
    private final MemoryInventory inventory = new MemoryInventory();
    private final Collector collector =
            new Collector(inventory, store, Given.models(), Given.BUCKET, InstantSource.fixed(Given.NOW));

    @BeforeEach
    void aRunOfThreeRows() {
        store.put(FOLDER + "source/00001.csv", "id,topic\n001,robots\n002,\"cats, dogs\"\n003,tea\n");
        inventory.add(Given.run("jokes").in(new RunState.Running(3, 1, Given.NOW)));
    }

    @Test
    void answers_in_any_order_are_joined_in_the_rows_order() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(OUTPUT, answer(3, "three") + answer(1, "one") + answer(2, "two"));

        assertThat(collector.collect(ID.name())).containsExactly(new RunId("jokes"));

        assertThat(part())
                .containsExactly(
                        HEADER,
                        "001,robots,r0000000001,one,ok,,end_turn,5,7,0.000005",
                        "002,\"cats, dogs\",r0000000002,two,ok,,end_turn,5,7,0.000005",
                        "003,tea,r0000000003,three,ok,,end_turn,5,7,0.000005");
        assertThat(tally()).isEqualTo(new Tally(3, 0, 0, 0, 15, 21, Map.of()));
        assertThat(store.text(FOLDER + "parts/00001.errors.jsonl")).contains("");
    }

    @Test
    void a_record_error_fails_its_row_only() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(
                OUTPUT,
                answer(1, "one")
                        + "{\"recordId\":\"r0000000002\",\"error\":{\"errorCode\":\"400\",\"errorMessage\":\"Too odd\"}}\n"
                        + answer(3, "three"));

        collector.collect(ID.name());

        assertThat(part().get(2)).isEqualTo("002,\"cats, dogs\",r0000000002,,failed,validation: Too odd,,,,");
        assertThat(tally()).isEqualTo(new Tally(2, 1, 0, 0, 10, 14, Map.of("validation", 1L)));
        var error = new ObjectMapper()
                .readTree(store.text(FOLDER + "parts/00001.errors.jsonl").orElseThrow());
        assertThat(error.path("id").asText()).isEqualTo("002");
        assertThat(error.path("error_code").asText()).isEqualTo("400");
    }

    @Test
    void absent_records_and_a_last_line_that_was_cut_off_are_unprocessed() throws IOException {
        ended(BatchStatus.PARTIALLY_COMPLETED, ErrorClass.TIMEOUT, "out of time");
        String cut = answer(3, "three");
        store.put(OUTPUT, answer(1, "one") + cut.substring(0, cut.length() - 20));

        collector.collect(ID.name());

        assertThat(part())
                .endsWith(
                        "002,\"cats, dogs\",r0000000002,,failed,timeout: the job ended as PartiallyCompleted without an"
                                + " answer to this record: out of time,,,,",
                        "003,tea,r0000000003,,failed,timeout: the job ended as PartiallyCompleted without an answer to"
                                + " this record: out of time,,,,");
        assertThat(tally()).isEqualTo(new Tally(1, 2, 0, 2, 5, 7, Map.of("timeout", 2L)));
    }

    @Test
    void of_two_answers_to_one_record_the_first_counts_and_foreign_lines_count_nothing() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(
                OUTPUT,
                answer(1, "one") + answer(1, "uno") + answer(4, "four") + "{\"recordId\":\"CALL0000001\"}\n\nnonsense\n"
                        + answer(2, "two") + answer(3, "three").strip());

        collector.collect(ID.name());

        assertThat(part()).hasSize(4).anyMatch(line -> line.contains(",one,")).noneMatch(line -> line.contains("uno"));
        assertThat(tally().ok()).isEqualTo(3);
    }

    @Test
    void an_answer_too_long_to_be_held_is_unreadable_and_the_others_are_joined() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        String idFirst =
                "{\"recordId\":\"r0000000003\",\"modelOutput\":{\"content\":\"" + "y".repeat(9_000_000) + "\"}}\n";
        store.put(OUTPUT, answer(1, "one") + answer(2, "x".repeat(50_000_000)) + idFirst);

        collector.collect(ID.name());

        String whole = "; the whole answer is in the job's output\",,,,";
        assertThat(part())
                .containsExactly(
                        HEADER,
                        "001,robots,r0000000001,one,ok,,end_turn,5,7,0.000005",
                        "002,\"cats, dogs\",r0000000002,,failed,\"unreadable: the answer's line has 50000215 bytes, at most"
                                + " 33554432 are read" + whole,
                        "003,tea,r0000000003,,failed,\"unreadable: the answer has 9000014 bytes, at most 8388608 are read"
                                + whole);
        assertThat(tally().errors()).isEqualTo(Map.of("unreadable", 2L));
        assertThat(tally().retryable()).isZero();
    }

    @Test
    void a_line_too_long_to_be_held_that_carries_none_of_our_ids_is_ignored() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        String torn = "{\"modelOutput\":{\"content\":\"" + "x".repeat(40_000_000);
        store.put(
                OUTPUT,
                answer(1, "one") + torn + "\n" + answer(2, "two") + "[" + " ".repeat(40_000_000) + "]\n" + torn);

        collector.collect(ID.name());

        assertThat(tally().ok()).isEqualTo(2);
        assertThat(tally().errors()).isEqualTo(Map.of("unprocessed", 1L));
    }

    @Test
    void of_an_error_and_an_answer_to_one_record_the_answer_counts() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(OUTPUT, error(1) + answer(1, "one") + answer(2, "two") + error(2) + answer(3, "three"));

        collector.collect(ID.name());

        assertThat(part()).anyMatch(line -> line.contains(",one,ok,")).anyMatch(line -> line.contains(",two,ok,"));
        assertThat(tally().ok()).isEqualTo(3);
    }

    @Test
    void members_that_nobody_knows_are_stepped_over() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        String extra = "{\"trace\":{\"hops\":[\"a \\\" } b\",null,{\"error\":{}}]},\"score\":1e-3,";
        store.put(
                OUTPUT,
                extra
                        + answer(1, "one").substring(1)
                        + extra
                        + error(2).substring(1)
                        + extra
                        + answer(3, "three").substring(1));

        collector.collect(ID.name());

        assertThat(part().get(1)).contains(",one,ok,");
        assertThat(part().get(2)).contains(",failed,\"throttled: ");
        assertThat(tally()).isEqualTo(new Tally(2, 1, 0, 1, 10, 14, Map.of("throttled", 1L)));
    }

    @Test
    void several_output_files_are_one_output_and_others_beside_them_are_none() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(OUTPUT.replace("input.", "input-1."), answer(3, "three"));
        store.put(OUTPUT, answer(1, "one") + answer(2, "two"));
        store.put(OUTPUT.replace("input.jsonl.out", "manifest.json.out"), "{\"processedRecordCount\":3}");

        collector.collect(ID.name());

        assertThat(tally().ok()).isEqualTo(3);
    }

    @Test
    void padding_is_no_row_and_no_foreign_line_but_billed() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(
                OUTPUT,
                pads(answer(1, ".")) + answer(1, "one") + answer(2, "two") + answer(3, "three") + pads(error(2)));

        collector.collect(ID.name());

        assertThat(part()).hasSize(4).noneMatch(line -> line.contains("p000"));
        assertThat(tally().total()).isEqualTo(3);
        assertThat(tally().inputTokens()).isEqualTo(15);
        assertThat(tally().padding()).isEqualTo(new Tally.Portion(2, 5, 7));
        assertThat(tally().onDemand()).isEqualTo(Tally.Portion.NONE);
    }

    @Test
    void rows_answered_on_demand_are_told_apart_from_those_of_batch_jobs() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(OUTPUT, answer(1, "one") + answer(2, "two") + error(3));
        collector.collect(ID.name());
        var sent = new JobState.Input(3, 3, 1, 0, 50);
        inventory.add(List.of(retry(
                1,
                new JobState.Collected(
                        sent,
                        "",
                        BatchStatus.COMPLETED,
                        ErrorClass.UNPROCESSED,
                        "its records were invoked on demand",
                        new Tally(1, 0, 0, 0, 5, 7, Map.of()),
                        2,
                        Given.NOW))));
        store.put(FOLDER + "jobs/00001-2/output/on-demand/00001.jsonl.out", answer(3, "three"));

        collector.collect(ID.name());

        assertThat(tally().ok()).isEqualTo(3);
        assertThat(tally().inputTokens()).isEqualTo(15);
        assertThat(tally().onDemand()).isEqualTo(new Tally.Portion(1, 5, 7));
    }

    @Test
    void a_job_without_any_output_fails_all_its_rows_with_the_jobs_reason() throws IOException {
        inventory.add(List.of(job(new JobState.Ended(
                Given.INPUT,
                "",
                BatchStatus.FAILED,
                ErrorClass.DENIED,
                "Bedrock did not take the job: no",
                Given.NOW))));

        collector.collect(ID.name());

        assertThat(part().get(3)).isEqualTo("003,tea,r0000000003,,failed,denied: Bedrock did not take the job: no,,,,");
        assertThat(tally().failed()).isEqualTo(3);
    }

    @Test
    void a_row_that_could_not_be_sent_is_skipped_with_its_reason() throws IOException {
        store.put(
                new io.caravan.model.S3Uri("caravan", "runs/jokes/source/00001.csv"),
                new byte[] {
                    'i',
                    'd',
                    ',',
                    't',
                    'o',
                    'p',
                    'i',
                    'c',
                    '\n',
                    '1',
                    ',',
                    'a',
                    '\n',
                    '2',
                    ',',
                    (byte) 0xff,
                    '\n',
                    '3',
                    ',',
                    'c',
                    '\n'
                },
                "text/csv");
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(OUTPUT, answer(1, "one") + answer(3, "three"));

        collector.collect(ID.name());

        assertThat(tally().skipped()).isEqualTo(1);
        assertThat(tally().total()).isEqualTo(3);
    }

    @Test
    void a_run_with_a_job_still_open_is_not_finished() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(OUTPUT, answer(1, "one") + answer(2, "two") + answer(3, "three"));
        inventory.add(List.of(Given.job("jokes", 2, new JobState.Planned())));

        assertThat(collector.collect(ID.name())).isEmpty();
    }

    @Test
    void collecting_again_changes_nothing() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(OUTPUT, answer(1, "one") + answer(2, "two") + answer(3, "three"));
        collector.collect(ID.name());
        long version = inventory.job(ID).orElseThrow().version();

        assertThat(collector.collect(ID.name())).containsExactly(new RunId("jokes"));
        assertThat(inventory.job(ID).orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void a_part_is_not_joined_again_while_a_job_may_still_count_on_its_failures() throws IOException {
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");
        store.put(OUTPUT, answer(1, "one"));
        collector.collect(ID.name());
        inventory.add(List.of(
                retry(
                        1,
                        new JobState.Collected(
                                Given.INPUT,
                                "arn:aws:job",
                                BatchStatus.COMPLETED,
                                ErrorClass.UNPROCESSED,
                                "",
                                Tally.NONE,
                                2,
                                Given.NOW)),
                retry(2, new JobState.Planned())));

        collector.collect(ID.name()); // a message that SQS delivers again

        assertThat(tally().failed()).isEqualTo(2);
        assertThat(((JobState.Collected) inventory.job(ID).orElseThrow().state()).joined())
                .isEqualTo(1);
    }

    @Test
    void rows_that_went_missing_stop_the_join_before_anything_is_written() {
        store.put(FOLDER + "source/00001.csv", "id,topic\n001,robots\n002,cats\n");
        ended(BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "");

        assertThatThrownBy(() -> collector.collect(ID.name())).isNotNull();
        assertThat(store.text(FOLDER + "parts/00001.csv")).isEmpty();
        assertThat(inventory.job(ID).orElseThrow().state()).isInstanceOf(JobState.Ended.class);
    }

    @Test
    void an_unknown_job_is_no_message_for_us() {
        assertThatThrownBy(() -> collector.collect("jokes-00009-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no job jokes-00009-1");
    }

    private void ended(BatchStatus status, ErrorClass missing, String message) {
        inventory.add(
                List.of(job(new JobState.Ended(Given.INPUT, "arn:aws:job", status, missing, message, Given.NOW))));
    }

    private static Job job(JobState state) {
        return new Job(ID, new Work.Rows(new Slice(0, 0, 9, 0, 3), 1), Given.POOL, 0, state, 0);
    }

    private static Job retry(int chunk, JobState state) {
        var id = new JobId(new RunId("jokes"), chunk, 2);
        return new Job(id, new Work.Retries(chunk - 1, 1, false), Given.POOL, 0, state, 0);
    }

    private static String answer(int row, String text) {
        return ("{\"modelInput\":{\"messages\":[]},\"modelOutput\":{\"type\":\"message\",\"role\":\"assistant\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"%s\"}],\"stop_reason\":\"end_turn\",\"usage\":"
                        + "{\"input_tokens\":5,\"output_tokens\":7}},\"recordId\":\"r%010d\"}%n")
                .formatted(text, row);
    }

    private static String pads(String line) {
        return line.replace("\"r0", "\"p0");
    }

    private static String error(int row) {
        return "{\"modelInput\":{},\"error\":{\"errorCode\":429,\"retryable\":true},\"recordId\":\"r%010d\"}%n"
                .formatted(row);
    }

    private List<String> part() {
        return store.text(FOLDER + "parts/00001.csv").orElseThrow().lines().toList();
    }

    private Tally tally() {
        return ((JobState.Collected) inventory.job(ID).orElseThrow().state()).tally();
    }
}
