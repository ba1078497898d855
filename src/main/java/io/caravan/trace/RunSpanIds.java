package io.caravan.trace;

import io.caravan.model.RunId;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Ids that every replica knows without asking: the first 16 bytes of the SHA-256 of a run's id are its trace's, the next 8
 * its root span's. All other spans have random ones. Thread-safe.
 */
final class RunSpanIds implements IdGenerator {
    private static final int TRACE = 16;
    private static final int SPAN = 8;

    private final IdGenerator random = IdGenerator.random();
    private final ThreadLocal<Optional<SpanContext>> root = ThreadLocal.withInitial(Optional::empty);

    /** The root span of a run, whether or not it was sent yet. */
    static SpanContext of(RunId run) {
        byte[] hash = sha256(run.value());
        HexFormat hex = HexFormat.of();
        return SpanContext.createFromRemoteParent(
                hex.formatHex(hash, 0, TRACE),
                hex.formatHex(hash, TRACE, TRACE + SPAN),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    /** What {@code start} starts on this thread is the root span of the run. */
    <T> T asRoot(RunId run, Supplier<T> start) {
        root.set(Optional.of(of(run)));
        try {
            return start.get();
        } finally {
            root.remove();
        }
    }

    @Override
    public String generateTraceId() {
        return root.get().map(SpanContext::getTraceId).orElseGet(random::generateTraceId);
    }

    @Override
    public String generateSpanId() {
        return root.get().map(SpanContext::getSpanId).orElseGet(random::generateSpanId);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
