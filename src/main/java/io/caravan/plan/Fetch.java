package io.caravan.plan;

import io.caravan.model.RunState;
import io.caravan.model.S3Uri;
import io.caravan.port.Hub;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One turn at a data set's files: a few at a time, each from the Hub to S3 in a stream. */
final class Fetch {
    private static final int AT_ONCE = 3;
    private static final int BUFFER = 64 * 1024;

    private final FetchFolder folder;
    private final Hub hub;
    private final List<Hub.File> files;
    private final InstantSource clock;
    private final Instant end;
    private final Map<S3Uri, Long> before;
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<@Nullable Exception> problem = new AtomicReference<>();

    /** @param end no file is begun after it */
    Fetch(FetchFolder folder, Hub hub, List<Hub.File> files, InstantSource clock, Instant end) {
        this.folder = folder;
        this.hub = hub;
        this.files = files;
        this.clock = clock;
        this.end = end;
        this.before = folder.there();
        for (int i = 0; i < files.size(); i++) {
            if (isThere(i)) {
                fetched.incrementAndGet();
                bytes.addAndGet(files.get(i).size());
            }
        }
    }

    RunState.Fetching state() {
        long all = files.stream().mapToLong(Hub.File::size).sum();
        return new RunState.Fetching(files.size(), fetched.get(), all, bytes.get());
    }

    /** How a turn ended. */
    enum Outcome {
        /** All files are there. */
        WHOLE,
        /** Some are not: the turn was over. */
        MORE,
        /** It was told to stop. */
        STOPPED
    }

    /**
     * Fetches what is not there, as long as the turn lasts; the first file of it in any case. When a file fails, those
     * under way are fetched to their end.
     *
     * @param goOn asked in every interval; when it is false, everything ends at once
     */
    Outcome run(Duration interval, BooleanSupplier goOn) throws IOException {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var works = new ArrayList<Future<?>>();
            for (int i = 0; i < files.size(); i++) {
                if (!isThere(i)) {
                    int file = i;
                    boolean first = works.isEmpty();
                    works.add(workers.submit(() -> work(file, first)));
                }
            }
            for (Future<?> work : works) {
                if (!awaited(work, interval, goOn)) {
                    workers.shutdownNow();
                    return Outcome.STOPPED;
                }
            }
        }
        Exception failed = problem.get();
        if (failed instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (failed != null) {
            throw new IOException(failed.getMessage(), failed);
        }
        return fetched.get() == files.size() ? Outcome.WHOLE : Outcome.MORE;
    }

    private void work(int file, boolean first) {
        try {
            if (first || (problem.get() == null && clock.instant().isBefore(end))) {
                copy(file);
            }
        } catch (IOException | RuntimeException e) {
            problem.compareAndSet(null, e);
        }
    }

    private boolean isThere(int file) {
        return Long.valueOf(files.get(file).size()).equals(before.get(folder.place(file + 1)));
    }

    private void copy(int number) throws IOException {
        Hub.File file = files.get(number);
        MessageDigest digest = sha256();
        long read = 0;
        try (InputStream in = hub.read(file, 0, file.size());
                ObjectStore.Upload out = folder.store().write(folder.place(number + 1), "application/octet-stream")) {
            var buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
                bytes.addAndGet(count);
                read += count;
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!file.sha256().isEmpty() && !file.sha256().equals(found)) {
                throw new IOException(file + " came with other bytes than the Hub's digest is of");
            }
            out.complete();
            fetched.incrementAndGet();
        } catch (IOException | RuntimeException e) {
            bytes.addAndGet(-read);
            throw e;
        }
    }

    private static boolean awaited(Future<?> work, Duration interval, BooleanSupplier goOn) throws IOException {
        while (true) {
            try {
                work.get(interval.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                if (!goOn.getAsBoolean()) {
                    return false;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
