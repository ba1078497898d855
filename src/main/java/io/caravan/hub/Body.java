package io.caravan.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response's body as a stream that notices silence: the JDK's own waits for ever on a connection that is open and dead.
 * Holds one batch of buffers. Read by one thread.
 */
final class Body extends InputStream implements BodySubscriber<InputStream> {
    /** What came: bytes, or the end, for a reason or without. */
    private record Piece(
            List<ByteBuffer> bytes, boolean last, @Nullable Throwable problem) {}

    private final Duration patience;
    private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;
    private boolean ended;

    /** @param patience how long nothing may come */
    Body(Duration patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        arrived.add(new Piece(bytes, false, null));
    }

    @Override
    public void onError(Throwable problem) {
        arrived.add(new Piece(List.of(), true, problem));
    }

    @Override
    public void onComplete() {
        arrived.add(new Piece(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            ByteBuffer buffer = buffers.peek();
            if (buffer != null && buffer.hasRemaining()) {
                int count = Math.min(length, buffer.remaining());
                buffer.get(into, offset, count);
                return count;
            }
            if (buffer != null) {
                buffers.remove();
            } else {
                await();
            }
        }
        return -1;
    }

    private void await() throws IOException {
        Piece piece = next();
        if (piece.problem() != null) {
            throw new IOException("the connection broke: " + piece.problem().getMessage(), piece.problem());
        }
        buffers.addAll(piece.bytes());
        ended = piece.last();
        if (!ended) {
            Objects.requireNonNull(subscription).request(1);
        }
    }

    private Piece next() throws IOException {
        try {
            Piece piece = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (piece == null) {
                throw new HttpTimeoutException("nothing came for " + patience.toSeconds() + " s");
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Gives the connection up when there is more to come. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription open = subscription;
        if (!ended && open != null) {
            open.cancel();
        }
        ended = true;
    }
}
