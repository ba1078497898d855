package io.caravan.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of runs, jobs, records and places, and the counting of rows. */
class NamesTest {
    private static final RunId RUN = new RunId("jokes-20260102-030405-abc123");

    @Test
    void a_jobs_name_leads_back_to_it() {
        var id = new JobId(RUN, 7, 2);

        assertThat(id.name()).isEqualTo("jokes-20260102-030405-abc123-00007-2");
        assertThat(JobId.parse(id.name())).contains(id);
        assertThat(id.folder()).isEqualTo("00007-2");
        assertThat(id.clientRequestToken()).matches("[a-zA-Z0-9]{1,256}(-*[a-zA-Z0-9]){0,256}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "somebody-elses-job",
                "jokes-00000-1",
                "jokes-00001-0",
                "jokes-1-1",
                "Jokes-00001-1",
                "jokes--00001-1",
                "-00001-1",
                "jokes-00001-100"
            })
    void other_names_are_no_jobs_of_ours(String name) {
        assertThat(JobId.parse(name)).isEmpty();
    }

    @Test
    void jobs_are_in_order_of_attempt_then_chunk() {
        assertThat(Stream.of(new JobId(RUN, 1, 2), new JobId(RUN, 2, 1), new JobId(RUN, 1, 1))
                        .sorted()
                        .map(JobId::folder))
                .containsExactly("00001-1", "00002-1", "00001-2");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "100000, 1", "1, 100"})
    void chunks_and_attempts_have_their_limits(int chunk, int attempt) {
        assertThatThrownBy(() -> new JobId(RUN, chunk, attempt)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a/b", "a.b", "../a"})
    void a_run_id_is_fit_for_keys_and_job_names(String text) {
        assertThat(RunId.fits(text)).isFalse();
        assertThatThrownBy(() -> new RunId(text)).hasMessage("not a run id: '" + text + "'");
    }

    @Test
    void a_run_id_has_at_most_53_characters() {
        assertThat(RunId.fits("a".repeat(53))).isTrue();
        assertThat(RunId.fits("a".repeat(54))).isFalse();
        assertThat(RunId.fits("a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, r0000000001", "42, r0000000042", "9999999999, r9999999999"})
    void a_record_id_is_11_characters_and_leads_back_to_its_row(long row, String id) {
        assertThat(RecordId.of(row)).isEqualTo(id);
        assertThat(RecordId.row(("xx" + id + "yy").getBytes(US_ASCII), 2, 11)).isEqualTo(row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "r1", "x0000000001", "r000000000a", "r00000000001", "R0000000001"})
    void other_record_ids_are_no_rows(String id) {
        assertThat(RecordId.row(id.getBytes(US_ASCII), 0, id.length())).isEqualTo(-1);
    }

    @Test
    void an_s3_uri_has_a_bucket_and_a_key() {
        assertThat(S3Uri.parse("s3://my-bucket/a/b c.csv")).contains(new S3Uri("my-bucket", "a/b c.csv"));
        assertThat(new S3Uri("my-bucket", "a/b c.csv").fileName()).isEqualTo("b c.csv");
        assertThat(new S3Uri("my-bucket", "a/").isPrefix()).isTrue();
        assertThat(new S3Uri("my-bucket", "a")).hasToString("s3://my-bucket/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.csv", "s3://bucket", "s3://bucket/", "s3:///key", "s3://BUCKET/key", "https://b/k"})
    void other_texts_are_no_s3_uri(String text) {
        assertThat(S3Uri.parse(text)).isEmpty();
    }

    @Test
    void answers_are_counted_by_how_they_came_out() {
        var counter = new Tally.Counter();
        counter.count(new Answer.Text("a", "end_turn", Tokens.of(5, 7)));
        counter.count(new Answer.Embedding("[1]", Tokens.ofInput(3)));
        counter.count(Answer.Failed.of(ErrorClass.THROTTLED, "busy"));
        counter.count(Answer.Failed.of(ErrorClass.VALIDATION, "odd"));
        counter.count(new Answer.Failed(ErrorClass.REFUSED, "", "no", "refusal", Tokens.of(1, 2)));
        counter.count(new Answer.Skipped("not UTF-8"));

        Tally tally = counter.tally();

        assertThat(tally)
                .isEqualTo(new Tally(2, 3, 1, 1, 9, 9, Map.of("throttled", 1L, "validation", 1L, "refused", 1L)));
        assertThat(tally.total()).isEqualTo(6);
        assertThat(tally.plus(tally).errors()).isEqualTo(Map.of("throttled", 2L, "validation", 2L, "refused", 2L));
        assertThat(tally.plus(Tally.NONE)).isEqualTo(tally);
    }

    @Test
    void bedrocks_states_are_read_in_its_own_spelling() {
        for (BatchStatus status : BatchStatus.values()) {
            assertThat(BatchStatus.parse(status.word())).isEqualTo(status);
        }
        assertThat(BatchStatus.PARTIALLY_COMPLETED.word()).isEqualTo("PartiallyCompleted");
        assertThat(BatchStatus.parse("Paused")).isEqualTo(BatchStatus.UNKNOWN);
        assertThat(Stream.of(BatchStatus.values()).filter(BatchStatus::terminal))
                .containsExactlyElementsOf(List.of(
                        BatchStatus.COMPLETED,
                        BatchStatus.PARTIALLY_COMPLETED,
                        BatchStatus.FAILED,
                        BatchStatus.STOPPED,
                        BatchStatus.EXPIRED));
    }
}
