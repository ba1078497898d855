package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.format.RecordIndex;
import io.caravan.model.Refused;
import io.caravan.model.Remainder;
import io.caravan.model.Slice;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
    private static final long NO_CAP = Long.MAX_VALUE;

    /** Records that have all the same size as JSON. */
    private record Even(long records, long each) implements RecordIndex {
        @Override
        public long bytes() {
            return records * each;
        }

        @Override
        public Slice slice(long first, long count) {
            return new Slice(first, 0, first, 0, count);
        }

        @Override
        public long jsonBytes(long first, long count) {
            return count * each;
        }
    }

    @Test
    void chunks_are_as_few_as_possible_and_differ_by_one_record_at_most() {
        Plan plan = Plan.of(new Even(3376, 10), limits(NO_CAP, 99_999, 100, 500, 1_000_000));

        assertThat(counts(plan)).containsExactly(482L, 482L, 482L, 483L, 482L, 482L, 483L);
        assertThat(plan.first(0)).isZero();
        assertThat(plan.first(1)).isEqualTo(482);
    }

    @Test
    void a_remainder_below_the_minimum_is_spread_over_the_others() {
        assertThat(counts(Plan.of(new Even(1001, 10), limits(NO_CAP, 99_999, 100, 1000, 1_000_000))))
                .containsExactly(500L, 501L);
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "500, 1", "501, 2", "1000, 2", "99999, 200"})
    void every_record_is_in_one_chunk(long records, int chunks) {
        Plan plan = Plan.of(new Even(records, 1), limits(NO_CAP, 99_999, 100, 500, 1_000_000));

        assertThat(plan.chunks()).isEqualTo(chunks);
        assertThat(counts(plan).stream().mapToLong(Long::longValue).sum()).isEqualTo(records);
    }

    @Test
    void max_records_shortens_the_input() {
        assertThat(Plan.of(new Even(3376, 10), limits(120, 99_999, 100, 500, 1_000_000))
                        .records())
                .isEqualTo(120);
    }

    @Test
    void max_jobs_shortens_the_input_to_what_so_many_jobs_hold() {
        Plan plan = Plan.of(new Even(3376, 10), limits(NO_CAP, 2, 100, 500, 1_000_000));

        assertThat(counts(plan)).containsExactly(500L, 500L);
    }

    @Test
    void caps_as_large_as_numbers_get_do_not_overflow() {
        assertThat(Plan.of(new Even(100, 1), limits(NO_CAP, NO_CAP, 1, 100_000, 1_000_000))
                        .chunks())
                .isEqualTo(1);
    }

    @Test
    void a_file_stays_below_its_bytes_however_few_its_records() {
        // A line has 60 bytes beside its values, which are used twice: 60 + 2 * 100.
        var limits = new Plan.Limits(NO_CAP, 99_999, 1, Remainder.REJECT, 1000, 26_000, 1, new Plan.LineBytes(60, 2));

        Plan plan = Plan.of(new Even(1000, 100), limits);

        assertThat(counts(plan)).allMatch(count -> count * 260 <= 26_000);
        assertThat(plan.chunks()).isEqualTo(10);
    }

    @Test
    void caps_leave_the_records_of_a_row_together() {
        var two = new Plan.Limits(NO_CAP, 2, 100, Remainder.REJECT, 500, 1_000_000, 3, new Plan.LineBytes(40, 1));
        var none = new Plan.Limits(NO_CAP, 1, 1, Remainder.REJECT, 2, 1_000_000, 3, new Plan.LineBytes(40, 1));

        assertThat(counts(Plan.of(new Even(3000, 10), two))).containsExactly(499L, 500L);
        refused(
                3000,
                none,
                "max_num_jobs: 1 jobs of 2 records are fewer than the 3 records of one row; raise max_num_jobs or"
                        + " max_records_per_batch");
    }

    @Test
    void no_record_at_all_is_refused() {
        refused(0, limits(NO_CAP, 99_999, 100, 500, 1_000_000), "s3_uri: the data set has no records");
    }

    @Test
    void fewer_records_than_bedrock_asks_are_refused() {
        refused(
                99,
                limits(NO_CAP, 99_999, 100, 500, 1_000_000),
                "99 records are fewer than the 100 that Bedrock asks of a batch job for this model; add records, or set"
                        + " remainder to on_demand or pad");
    }

    @Test
    void jobs_that_would_all_be_too_small_are_refused_with_what_would_do() {
        refused(
                201,
                limits(NO_CAP, 99_999, 100, 100, 1_000_000),
                "max_records_per_batch: 201 records in 3 jobs are fewer than the 100 a job that Bedrock asks for this"
                        + " model; raise max_records_per_batch to at least 101 or change max_records");
        assertThat(counts(Plan.of(new Even(201, 1), limits(NO_CAP, 99_999, 100, 101, 1_000_000))))
                .containsExactly(100L, 101L);
    }

    @Test
    void more_bytes_than_the_jobs_hold_are_refused() {
        refused(
                1000,
                limits(NO_CAP, 2, 1, 1000, 10_000),
                "max_num_jobs: 2 jobs are too few: by their size the 1000 records need 5; raise max_num_jobs or lower"
                        + " max_records");
    }

    @Test
    void a_record_larger_than_a_file_is_refused() {
        refused(
                10,
                limits(NO_CAP, 99_999, 1, 1000, 40),
                "a record's JSON may be larger than the 40 bytes of a job's input file; leave the large column out of"
                        + " the prompt or shorten it");
    }

    private static void refused(long records, Plan.Limits limits, String message) {
        assertThatThrownBy(() -> Plan.of(new Even(records, 10), limits))
                .isInstanceOf(Refused.class)
                .hasMessage(message);
    }

    /** Lines of 40 bytes beside the values, which are used once. */
    private static Plan.Limits limits(long maxRecords, long maxJobs, long minPerJob, long maxPerJob, long maxBytes) {
        return new Plan.Limits(
                maxRecords, maxJobs, minPerJob, Remainder.REJECT, maxPerJob, maxBytes, 1, new Plan.LineBytes(40, 1));
    }

    private static List<Long> counts(Plan plan) {
        return IntStream.range(0, plan.chunks()).mapToObj(plan::count).toList();
    }
}
