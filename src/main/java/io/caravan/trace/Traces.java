package io.caravan.trace;

import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState.Collected;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.port.Witness;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One trace a run, whichever replicas work on it and however long it takes: its ids are made of the run's, and nothing is
 * stored. Spans wait in a bounded queue; what a collector does not take is dropped, and said in the log. Thread-safe.
 */
public final class Traces implements Witness, AutoCloseable {
    private static final String SCOPE = "io.caravan";
    private static final AttributeKey<String> RUN = AttributeKey.stringKey("caravan.run");
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("caravan.job");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("caravan.route");
    private static final AttributeKey<String> ARN = AttributeKey.stringKey("caravan.job.arn");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("caravan.job.status");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("caravan.run.state");

    /** What OpenTelemetry's own variables may say otherwise. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "caravan",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private final RunSpanIds ids = new RunSpanIds();
    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    /** @param sdk makes OpenTelemetry of where its ids come from */
    Traces(Function<IdGenerator, OpenTelemetrySdk> sdk) {
        this.sdk = sdk.apply(ids);
        tracer = this.sdk.getTracer(SCOPE);
    }

    /**
     * Sends to a collector.
     *
     * @param endpoint where it is, by OpenTelemetry's names of settings; nothing is traced when it is empty
     */
    public static Optional<Traces> to(Map<String, String> endpoint) {
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        LoggedHere.begin();
        return Optional.of(new Traces(ids -> AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook() // routes end their steps first
                .addPropertiesSupplier(() -> DEFAULTS)
                .addPropertiesCustomizer(config -> endpoint)
                .addTracerProviderCustomizer((provider, config) -> provider.setIdGenerator(ids))
                .build()
                .getOpenTelemetrySdk()));
    }

    /**
     * A route begins with a message; empty when the message is about no run.
     *
     * @param message the name of a run or a job
     */
    public Optional<Step> begin(String route, String message) {
        return RunId.in(message).map(run -> {
            SpanBuilder span = child(route, run).setAttribute(ROUTE, route);
            JobId.parse(message).ifPresent(job -> span.setAttribute(JOB, job.name()));
            return new Step(span.startSpan());
        });
    }

    @Override
    public void came(Run run) {
        switch (run.state()) {
            case RunState.Done done -> root(run, done.verdict().name(), done.at(), Optional.empty());
            case RunState.Planned planned -> root(run, "PLANNED", planned.at(), Optional.empty());
            case RunState.Failed failed -> root(run, "FAILED", failed.at(), Optional.of(failed.reason()));
            default -> {} // it goes on
        }
    }

    private void root(Run run, String state, Instant end, Optional<String> reason) {
        SpanBuilder builder = tracer.spanBuilder("run")
                .setNoParent()
                .setStartTimestamp(run.acceptedAt())
                .setAttribute(RUN, run.id().value())
                .setAttribute(STATE, state);
        Span span = ids.asRoot(run.id(), builder::startSpan);
        reason.ifPresent(text -> span.setStatus(StatusCode.ERROR, text));
        span.end(end);
    }

    @Override
    public void came(Job before, Job after) {
        if (after.state() instanceof Collected collected
                && !(before.state() instanceof Collected)
                && !collected.arn().isEmpty()) {
            child("bedrock job", after.id().run())
                    .setStartTimestamp(collected.since())
                    .setAttribute(JOB, after.id().name())
                    .setAttribute(ARN, collected.arn())
                    .setAttribute(STATUS, collected.status().name())
                    .startSpan()
                    .end(collected.ended());
        }
    }

    /** Calls are counted only: there are too many for a trace. */
    @Override
    public void called(String service, String operation, String outcome, Duration time) {}

    private SpanBuilder child(String name, RunId run) {
        return tracer.spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(RunSpanIds.of(run))))
                .setAttribute(RUN, run.value());
    }

    /** Sends what is left, as far as it is taken within seconds. */
    @Override
    public void close() {
        sdk.close();
    }
}
