package io.caravan.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker is believed because it was seen finding each fault: one run in order, and one thing wrong at a time. */
class CheckerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN = "chaos01-20260101-000000-abcdef";
    private static final String FOLDER = "runs/" + RUN + "/";
    private static final String JOB = FOLDER + "jobs/00001-1/output/abc";
    private static final String OUTPUT = JOB + "/input.jsonl.out";
    private static final String ARN = "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc";

    private final DoctoredBucket bucket = new DoctoredBucket();
    private final List<Drop> drops = new ArrayList<>(List.of(new Drop("chaos01", "data/chaos01.csv", true)));
    private final Set<String> cancelled = new TreeSet<>();
    private final List<String> ledger = new ArrayList<>();
    private final Map<String, Integer> slots = new TreeMap<>(Map.of("123456789012/us-east-1/model", 0));
    private final List<String> open = new ArrayList<>();
    private final List<String> parked = new ArrayList<>();

    @BeforeEach
    void a_run_in_order() {
        bucket.put("data/chaos01.csv", "id,key,status\n007,k1,\"a\nb\"\n008,k2,\n");
        bucket.put(FOLDER + "result.csv", """
                id,key,status,record_id,response,status_bedrock,error,stop_reason,input_tokens,output_tokens,cost_usd
                007,k1,"a
                b",r0000000001,hello,ok,,end_turn,3,4,
                008,k2,,r0000000002,,failed,validation: no,,,,
                """);
        bucket.put(FOLDER + "errors.jsonl", "{\"id\":\"008\"}\n");
        bucket.put(FOLDER + "summary.json", """
                {"state":"done","rows":{"total":2,"ok":1,"failed":1,"skipped":0},
                 "jobs":[{"name":"%s-00001-1","arn":"%s"}]}""".formatted(RUN, ARN));
        bucket.put(OUTPUT, """
                {"recordId":"r0000000002","modelInput":{"q":"k2"},"error":{"errorCode":400}}
                {"recordId":"r0000000001","modelInput":{"q":"k1"},"modelOutput":{"content":[{"text":"hello"}]}}
                """);
        ledger.add(created("00001-1", "accepted", ARN));
        ledger.add(state("00001-1", ARN, "Submitted", 1));
        ledger.add(state("00001-1", ARN, "Completed", 0));
        ledger.add(billed("00001-1", ARN));
    }

    @Test
    void a_run_in_order_is_in_order() throws Exception {
        assertThat(check()).isEmpty();
    }

    @Test
    void a_run_without_a_summary_is_not_over() throws Exception {
        bucket.remove(FOLDER + "summary.json");
        assertThat(check()).contains("every run comes to its end: " + RUN + ": has no summary.json");
    }

    @Test
    void a_run_that_nobody_cancelled_is_not_cancelled() throws Exception {
        doctor(FOLDER + "summary.json", "\"done\"", "\"cancelled\"");
        assertThat(check())
                .containsExactly("every run comes to its end: " + RUN
                        + ": its summary says 'cancelled' instead of done or failed, and nobody cancelled it");
        cancelled.add(RUN);
        assertThat(check()).isEmpty();
    }

    @Test
    void a_run_that_was_cancelled_before_it_was_planned_has_no_result() throws Exception {
        bucket.remove(FOLDER + "result.csv");
        doctor(FOLDER + "summary.json", "\"done\"", "\"failed\",\"reason\":\"cancelled before it was planned\"");
        assertThat(check()).hasSize(1);
        cancelled.add(RUN);
        assertThat(check()).isEmpty();
    }

    @Test
    void an_output_may_repeat_an_answer_and_break_off() throws Exception {
        String line =
                "{\"recordId\":\"r0000000001\",\"modelInput\":{\"q\":\"k1\"},\"modelOutput\":{\"content\":[{\"text\":\"hello\"}]}}\n";
        bucket.put(OUTPUT, bucket.text(OUTPUT) + line + line.substring(0, 50));
        assertThat(check()).isEmpty();
    }

    @Test
    void a_run_without_a_result_is_found() throws Exception {
        bucket.remove(FOLDER + "result.csv");
        assertThat(check()).containsExactly("every run comes to its end: " + RUN + ": is over without a result: ");
    }

    @Test
    void a_manifest_that_became_two_runs_is_found() throws Exception {
        bucket.put("runs/chaos01-20260101-000001-fedcba/run.json", "{}");
        assertThat(check())
                .contains("every run comes to its end: inbox/chaos01.json: became 2 runs instead of one: [" + RUN
                        + ", chaos01-20260101-000001-fedcba]");
    }

    @Test
    void a_manifest_left_in_the_inbox_is_found() throws Exception {
        bucket.put("inbox/chaos01.json", "{}");
        assertThat(check()).containsExactly("every run comes to its end: inbox/chaos01.json: is still in the inbox");
    }

    @Test
    void a_manifest_that_should_have_been_refused_is_found() throws Exception {
        drops.add(new Drop("chaos05", "data/chaos05.csv", false));
        assertThat(check())
                .containsExactly("every run comes to its end: inbox/chaos05.json: is not valid, but has no error.json"
                        + " in rejected/");
    }

    @Test
    void a_lost_row_is_found() throws Exception {
        doctor(FOLDER + "result.csv", "008,k2,,r0000000002,,failed,validation: no,,,,\n", "");
        assertThat(check()).contains("rows in = rows out: " + RUN + ": 2 rows in, but 1 rows out");
    }

    @Test
    void a_repeated_row_is_found() throws Exception {
        String row = "008,k2,,r0000000002,,failed,validation: no,,,,\n";
        doctor(FOLDER + "result.csv", row, row + row);
        assertThat(check()).contains("rows in = rows out: " + RUN + ": 2 rows in, but 3 rows out");
    }

    @Test
    void a_changed_column_is_found() throws Exception {
        doctor(FOLDER + "result.csv", "007,k1", "7,k1");
        assertThat(check())
                .containsExactly(
                        "rows in = rows out: " + RUN
                                + " row 1: was [007, k1, a\nb] and is [7, k1, a\nb, r0000000001, hello, ok, , end_turn, 3, 4, ]");
    }

    @Test
    void rows_out_of_order_are_found() throws Exception {
        bucket.put("data/chaos01.csv", "id,key,status\n007,k1,\"a\nb\"\n007,k1,\"a\nb\"\n");
        bucket.put(
                FOLDER + "result.csv",
                bucket.text(FOLDER + "result.csv")
                        .replace("008,k2,,", "007,k1,\"a\nb\",")
                        .replace("r0000000001", "swap")
                        .replace("r0000000002", "r0000000001")
                        .replace("swap", "r0000000002"));
        assertThat(check()).contains("rows in = rows out: " + RUN + " row 1: is record r0000000002, not r0000000001");
    }

    @Test
    void counts_that_do_not_add_up_are_found() throws Exception {
        doctor(FOLDER + "summary.json", "\"total\":2", "\"total\":3");
        assertThat(check())
                .containsExactly("ok + failed + skipped = total: " + RUN
                        + ": the summary's rows do not add up: {\"total\":3,\"ok\":1,\"failed\":1,\"skipped\":0}");
    }

    @Test
    void a_summary_that_says_other_than_the_result_is_found() throws Exception {
        doctor(FOLDER + "summary.json", "\"failed\":1,\"skipped\":0", "\"failed\":0,\"skipped\":1");
        assertThat(check())
                .containsExactly(
                        "ok + failed + skipped = total: " + RUN
                                + ": the summary says {failed=0, ok=1, skipped=1}, the result holds {failed=1, ok=1, skipped=0}");
    }

    @Test
    void a_failed_row_that_is_missing_from_the_errors_is_found() throws Exception {
        bucket.put(FOLDER + "errors.jsonl", "");
        assertThat(check())
                .containsExactly(
                        "ok + failed + skipped = total: " + RUN + ": errors.jsonl has 0 lines for 1 rows not ok");
    }

    @Test
    void the_answer_of_another_row_is_found() throws Exception {
        doctor(FOLDER + "result.csv", "hello", "hullo");
        assertThat(check())
                .containsExactly("each row has its own answer, given once: " + RUN
                        + " record r0000000001: has 'hullo' instead of '\"hello\"'");
    }

    @Test
    void an_answer_to_another_question_is_found() throws Exception {
        doctor(OUTPUT, "{\"q\":\"k1\"}", "{\"q\":\"k9\"}");
        assertThat(check())
                .containsExactly("each row has its own answer, given once: " + RUN
                        + " record r0000000001: was asked with '{\"q\":\"k9\"}' instead of key k1");
    }

    @Test
    void an_answer_out_of_nowhere_is_found() throws Exception {
        bucket.remove(OUTPUT);
        assertThat(check())
                .containsExactly("each row has its own answer, given once: " + RUN
                        + " record r0000000001: is ok, but no output answers it");
    }

    @Test
    void an_answer_that_was_thrown_away_is_found() throws Exception {
        doctor(OUTPUT, "\"error\":{\"errorCode\":400}", "\"modelOutput\":{\"content\":[{\"text\":\"paid\"}]}");
        assertThat(check())
                .containsExactly("each row has its own answer, given once: " + RUN
                        + " record r0000000002: is failed (validation: no) though " + JOB + " answered it");
    }

    @Test
    void a_record_that_was_answered_twice_is_found() throws Exception {
        String second = OUTPUT.replace("00001-1", "00001-2");
        bucket.put(second, bucket.text(OUTPUT));
        assertThat(check())
                .containsExactly("each row has its own answer, given once: " + RUN
                        + " record r0000000001: was answered 2 times: [" + JOB + ", "
                        + JOB.replace("00001-1", "00001-2") + "]");
    }

    @Test
    void a_job_that_was_created_twice_is_found() throws Exception {
        ledger.add(created("00001-1", "accepted", ARN + "2"));
        assertThat(check())
                .contains("no job is created twice: " + RUN + "-00001-1: is two jobs: " + ARN + " and " + ARN + "2");
    }

    @Test
    void a_job_that_was_asked_for_again_under_its_token_is_in_order() throws Exception {
        ledger.add(created("00001-1", "replayed", ARN));
        ledger.add(created("00001-1", "refused", ""));
        assertThat(check()).isEmpty();
    }

    @Test
    void a_second_token_is_found() throws Exception {
        ledger.add(created("00001-1", "refused", "").replace("token\":\"", "token\":\"other-"));
        assertThat(check())
                .containsExactly("no job is created twice: " + RUN + "-00001-1: was asked for under two" + " tokens: "
                        + RUN + "-00001-1 and other-" + RUN + "-00001-1");
    }

    @Test
    void a_job_without_a_token_is_found() throws Exception {
        ledger.add(created("00001-1", "refused", "").replaceAll("\"token\":\"[^\"]*\"", "\"token\":\"\""));
        assertThat(check())
                .containsExactly(
                        "no job is created twice: " + RUN + "-00001-1: was asked for without a clientRequestToken");
    }

    @Test
    void a_job_that_was_billed_twice_is_found() throws Exception {
        ledger.add(billed("00001-1", ARN));
        assertThat(check()).containsExactly("no job is billed twice: " + RUN + "-00001-1: was billed again as " + ARN);
    }

    @Test
    void a_job_too_many_at_any_instant_is_found() throws Exception {
        ledger.add(2, state("00001-1", ARN, "Validating", 4));
        assertThat(check())
                .containsExactly("the quota is never exceeded: " + RUN
                        + "-00001-1 at 2026-01-01T00:00:00Z: 4 jobs of model are active under a quota of 3");
    }

    @Test
    void a_leaked_slot_is_found() throws Exception {
        slots.put("123456789012/us-east-1/model", 1);
        assertThat(check())
                .containsExactly("no slot is leaked and nothing is left open: 123456789012/us-east-1/model: 1"
                        + " slots are in use when all is at rest");
    }

    @Test
    void open_work_is_found() throws Exception {
        open.add("run#x job#01#00001 waits for jobs/collect");
        assertThat(check())
                .containsExactly("no slot is leaked and nothing is left open: run#x job#01#00001 waits for"
                        + " jobs/collect: is still open when all is at rest");
    }

    @Test
    void a_job_that_is_in_no_summary_is_found() throws Exception {
        doctor(FOLDER + "summary.json", ARN, "");
        assertThat(check())
                .containsExactly("no job is forgotten: " + RUN + "-00001-1: " + ARN + " is not in its run's summary");
    }

    @Test
    void a_job_that_still_runs_is_found() throws Exception {
        ledger.remove(2);
        assertThat(check())
                .containsExactly(
                        "no job is forgotten: " + RUN + "-00001-1: " + ARN + " is Submitted when all is at rest");
    }

    @Test
    void a_job_of_no_run_is_found() throws Exception {
        ledger.add(created("00001-1", "accepted", ARN + "9").replace(RUN, "chaos09"));
        assertThat(check()).contains("no job is forgotten: chaos09-00001-1: " + ARN + "9 belongs to no run");
    }

    @Test
    void a_job_that_only_the_summary_knows_is_found() throws Exception {
        ledger.clear();
        assertThat(check())
                .containsExactly(
                        "no job is forgotten: " + ARN + ": stands in a summary, but Bedrock never accepted it");
    }

    @Test
    void a_message_that_was_parked_by_a_mistake_is_found() throws Exception {
        parked.add("{\"route\":\"collect\",\"reason\":\"java.lang.IllegalStateException: 9 rows\",\"message\":\"x\"}");
        assertThat(check())
                .containsExactly("nothing is parked that should not be: route collect: " + parked.getFirst());
    }

    @Test
    void a_message_without_sense_or_without_luck_may_be_parked() throws Exception {
        parked.add(
                "{\"route\":\"plan\",\"reason\":\"java.lang.IllegalArgumentException: no\",\"message\":\"chaos-poison\"}");
        parked.add(
                "{\"route\":\"plan\",\"reason\":\"software.amazon.awssdk.core.exception.SdkClientException: Unable to"
                        + " execute HTTP request\",\"message\":\"x\"}");
        assertThat(check()).isEmpty();
    }

    private List<String> check() throws Exception {
        var lines = new ArrayList<JsonNode>();
        for (String line : ledger) {
            lines.add(JSON.readTree(line));
        }
        return Checker.check(new Evidence(drops, cancelled, bucket, lines, slots, open, parked, 3)).stream()
                .map(Violation::toString)
                .toList();
    }

    private void doctor(String key, String from, String to) {
        assertThat(bucket.text(key)).contains(from);
        bucket.put(key, bucket.text(key).replace(from, to));
    }

    private static String created(String folder, String outcome, String arn) {
        return "{\"at\":\"2026-01-01T00:00:00Z\",\"what\":\"create\",\"outcome\":\"%s\",\"jobName\":\"%s-%s\",\"token\":\"%s-%s\",\"jobArn\":\"%s\"}"
                .formatted(outcome, RUN, folder, RUN, folder, arn);
    }

    private static String state(String folder, String arn, String status, int active) {
        return "{\"at\":\"2026-01-01T00:00:00Z\",\"what\":\"state\",\"jobArn\":\"%s\",\"jobName\":\"%s-%s\",\"model\":\"model\",\"status\":\"%s\",\"active\":%d}"
                .formatted(arn, RUN, folder, status, active);
    }

    private static String billed(String folder, String arn) {
        return "{\"at\":\"2026-01-01T00:00:00Z\",\"what\":\"billed\",\"jobArn\":\"%s\",\"jobName\":\"%s-%s\"}"
                .formatted(arn, RUN, folder);
    }
}
