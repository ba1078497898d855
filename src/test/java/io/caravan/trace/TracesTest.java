package io.caravan.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Tally;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run's trace is made of. */
class TracesTest {
    /** {@code printf %s jokes-1 | sha256sum}. */
    private static final String SHA256 = "7d06c5c888e4f34bd3c591c0cb3c1e2f1079f71a906a27b5998262b20653a408";

    private static final Instant SINCE = Given.NOW.plusSeconds(60);
    private static final Instant ENDED = Given.NOW.plusSeconds(3660);
    private static final Instant AT = Given.NOW.plusSeconds(3700);

    private final InMemorySpanExporter sent = InMemorySpanExporter.create();
    private final Traces traces = new Traces(ids -> OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .setIdGenerator(ids)
                    .addSpanProcessor(SimpleSpanProcessor.create(sent))
                    .build())
            .build());

    @AfterEach
    void close() {
        traces.close();
    }

    @Test
    void the_ids_of_a_run_are_the_beginning_of_its_names_hash() {
        SpanContext root = RunSpanIds.of(new RunId("jokes-1"));

        assertThat(root.getTraceId()).isEqualTo(SHA256.substring(0, 32));
        assertThat(root.getSpanId()).isEqualTo(SHA256.substring(32, 48));
        assertThat(root.isSampled()).isTrue();
    }

    @Test
    void a_step_for_a_job_is_a_span_below_its_runs_root() {
        traces.begin("collect", "jokes-1-00002-1").orElseThrow().end(Optional.empty());

        SpanData step = only();
        assertThat(step.getName()).isEqualTo("collect");
        assertThat(step.getTraceId()).isEqualTo(SHA256.substring(0, 32));
        assertThat(step.getParentSpanId()).isEqualTo(SHA256.substring(32, 48));
        assertThat(step.getSpanId()).isNotEqualTo(step.getParentSpanId());
        assertThat(said(step))
                .isEqualTo(
                        Map.of("caravan.run", "jokes-1", "caravan.job", "jokes-1-00002-1", "caravan.route", "collect"));
        assertThat(step.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void a_step_for_a_run_names_no_job() {
        traces.begin("plan", "jokes-1").orElseThrow().end(Optional.empty());

        assertThat(said(only())).isEqualTo(Map.of("caravan.run", "jokes-1", "caravan.route", "plan"));
    }

    @Test
    void a_step_that_failed_says_with_what() {
        traces.begin("plan", "jokes-1").orElseThrow().end(Optional.of(new IllegalStateException("no such bucket")));

        SpanData step = only();
        assertThat(step.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(step.getStatus().getDescription()).isEqualTo("no such bucket");
        assertThat(step.getEvents()).extracting(EventData::getName).containsExactly("exception");
    }

    @Test
    void a_message_about_no_run_begins_nothing() {
        assertThat(traces.begin("track", "{\"detail\": {}}")).isEmpty();
    }

    @Test
    void the_time_at_bedrock_is_a_span_once_its_answers_are_joined() {
        JobState.Collected collected = collected("arn:job");
        Job before = Given.job("jokes-1", 2, new JobState.Ready(Given.INPUT));
        traces.came(before, before.in(new JobState.Writing()));
        Job after = before.in(collected);
        traces.came(before, after);
        traces.came(after, after.in(collected.outdate())); // the same job at Bedrock

        SpanData job = only();
        assertThat(job.getName()).isEqualTo("bedrock job");
        assertThat(job.getParentSpanId()).isEqualTo(SHA256.substring(32, 48));
        assertThat(times(job)).containsExactly(SINCE, ENDED);
        assertThat(said(job))
                .isEqualTo(Map.of(
                        "caravan.run", "jokes-1",
                        "caravan.job", "jokes-1-00002-1",
                        "caravan.job.arn", "arn:job",
                        "caravan.job.status", "COMPLETED"));
    }

    @Test
    void a_job_that_bedrock_never_had_was_not_at_bedrock() {
        Job before = Given.job("jokes-1", 2, new JobState.Ready(Given.INPUT));

        traces.came(before, before.in(collected("")));

        assertThat(sent.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void the_root_is_sent_when_the_run_is_over_and_lasts_from_its_acceptance() {
        Run run = Given.run("jokes-1");
        traces.came(run);
        traces.came(run.in(new RunState.Running(100, 1, SINCE)));
        traces.came(run.in(new RunState.Done(RunState.Verdict.DONE, 100, 1, Tally.NONE, AT)));

        SpanData root = only();
        assertThat(root.getName()).isEqualTo("run");
        assertThat(root.getTraceId()).isEqualTo(SHA256.substring(0, 32));
        assertThat(root.getSpanId()).isEqualTo(SHA256.substring(32, 48));
        assertThat(root.getParentSpanContext().isValid()).isFalse();
        assertThat(times(root)).containsExactly(Given.NOW, AT);
        assertThat(said(root)).isEqualTo(Map.of("caravan.run", "jokes-1", "caravan.run.state", "DONE"));
    }

    @Test
    void a_run_that_was_only_planned_has_a_root() {
        traces.came(Given.run("jokes-1").in(new RunState.Planned(100, 1, AT)));

        assertThat(said(only())).containsEntry("caravan.run.state", "PLANNED");
    }

    @Test
    void the_root_of_a_failed_run_says_why() {
        traces.came(Given.run("jokes-1").in(new RunState.Failed("the data set is gone", AT)));

        assertThat(said(only())).containsEntry("caravan.run.state", "FAILED");
        assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(only().getStatus().getDescription()).isEqualTo("the data set is gone");
    }

    @Test
    void calls_are_not_traced() {
        traces.called("S3", "GetObject", "ok", Duration.ZERO);

        assertThat(sent.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void nothing_is_there_without_an_endpoint() {
        assertThat(Traces.to(Map.of())).isEmpty();
    }

    private static JobState.Collected collected(String arn) {
        return new JobState.Collected(
                Given.INPUT,
                arn,
                BatchStatus.COMPLETED,
                ErrorClass.UNPROCESSED,
                "",
                Tally.NONE,
                1,
                false,
                SINCE,
                ENDED,
                AT);
    }

    private SpanData only() {
        assertThat(sent.getFinishedSpanItems()).hasSize(1);
        return sent.getFinishedSpanItems().get(0);
    }

    private static Map<String, String> said(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        (Map.Entry<AttributeKey<?>, Object> said) ->
                                said.getKey().getKey(),
                        said -> said.getValue().toString()));
    }

    private static List<Instant> times(SpanData span) {
        return List.of(instant(span.getStartEpochNanos()), instant(span.getEndEpochNanos()));
    }

    private static Instant instant(long nanos) {
        return Instant.EPOCH.plus(Duration.of(nanos, TimeUnit.NANOSECONDS.toChronoUnit()));
    }
}
