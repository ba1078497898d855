package io.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.RunId;
import io.caravan.model.Work;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @Test
    void jobs_are_counted_from_bedrocks_having_them_to_its_being_done() {
        Timeline timeline = Timeline.of(List.of(ended(1, 0, 100), ended(2, 40, 80), there(3, 90)), 5, NOW);

        assertThat(timeline.limit()).isEqualTo(5);
        assertThat(timeline.atBedrock()).containsExactly(1, 2, 1, 2, 1, 0);
        assertThat(timeline.times()).isSorted().hasSize(6);
    }

    @Test
    void a_job_that_bedrock_never_had_is_not_counted() {
        Job refused = job(1, new JobState.Ended(Given.INPUT, "", BatchStatus.FAILED, ErrorClass.VALIDATION, "", NOW));

        assertThat(Timeline.of(List.of(refused), 5, NOW).times()).isEmpty();
    }

    @Test
    void ten_thousand_jobs_are_no_more_points_than_a_plot_can_show_and_the_most_is_among_them() {
        List<Job> jobs = IntStream.rangeClosed(1, 10_000)
                .mapToObj(number -> ended(number, number * 10L, number * 10L + 200))
                .toList();

        Timeline timeline = Timeline.of(jobs, 20, NOW);

        assertThat(timeline.times()).hasSizeLessThan(900).isSorted().doesNotHaveDuplicates();
        assertThat(timeline.atBedrock()).contains(20).last().isEqualTo(0);
        assertThat(timeline.atBedrock()).allMatch(running -> running <= 20 && running >= 0);
    }

    private static Job ended(int chunk, long from, long to) {
        Instant begin = NOW.minusSeconds(200);
        return job(
                chunk,
                new JobState.Ended(
                        Given.INPUT,
                        "arn",
                        BatchStatus.COMPLETED,
                        ErrorClass.UNPROCESSED,
                        "",
                        begin.plusSeconds(from),
                        begin.plusSeconds(to)));
    }

    private static Job there(int chunk, long from) {
        return job(
                chunk,
                new JobState.Submitted(
                        Given.INPUT,
                        "arn",
                        BatchStatus.IN_PROGRESS,
                        JobState.Progress.NONE,
                        NOW.minusSeconds(200).plusSeconds(from)));
    }

    private static Job job(int chunk, JobState state) {
        var id = new JobId(new RunId("run"), chunk, 1);
        return Job.planned(id, new Work.Retries(0, 100, false), Given.POOL, 0).in(state);
    }
}
