package io.caravan.command;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The service's events about one run. They only wake: what changed is asked for, so one that is lost costs a moment. */
final class Changes implements AutoCloseable {
    private final HttpClient http;
    private final Address address;
    private final String run;
    private final Semaphore told = new Semaphore(0);
    private @Nullable CompletableFuture<HttpResponse<Void>> stream;

    Changes(HttpClient http, Address address, String run) {
        this.http = http;
        this.address = address;
        this.run = run;
    }

    /** Waits until something is told of the run, at most so long. A stream that broke off is opened again. */
    void await(Duration most) throws InterruptedException {
        if (stream == null || stream.isDone()) {
            stream = http.sendAsync(
                    address.request("/api/events").GET().build(), BodyHandlers.fromLineSubscriber(new Events()));
        }
        if (told.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            told.drainPermits();
        }
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.cancel(true);
        }
    }

    private final class Events implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.equals("data: " + run)) {
                told.release();
            }
        }

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onComplete() {}
    }
}
