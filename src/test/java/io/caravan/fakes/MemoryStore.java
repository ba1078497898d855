package io.caravan.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caravan.model.S3Uri;
import io.caravan.port.NotAllowed;
import io.caravan.port.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Objects in memory; every object is of the same time, so that what depends on it is what the test says. */
public final class MemoryStore implements ObjectStore {
    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private Instant time = Instant.parse("2026-01-02T03:04:05Z");

    private final Set<String> denied = new HashSet<>();

    /** Nobody may look at an object any more. */
    public void deny(String uri) {
        denied.add(uri);
    }

    private int writes = Integer.MAX_VALUE;

    /** A process that is killed. */
    public static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Whoever writes after so many writes dies of it, once; nothing is written then. */
    public void dieAfter(int writes) {
        this.writes = writes;
    }

    /** Whether nobody has died of it yet. */
    public boolean lives() {
        return writes >= 0;
    }

    private void write(String uri, byte[] bytes) {
        if (writes-- == 0) {
            throw new Died();
        }
        objects.put(uri, bytes);
    }

    /** What is written from now on is of this time. */
    public void at(Instant time) {
        this.time = time;
    }

    public void put(String uri, String text) {
        objects.put(uri, text.getBytes(UTF_8));
    }

    public Optional<String> text(String uri) {
        return Optional.ofNullable(objects.get(uri)).map(bytes -> new String(bytes, UTF_8));
    }

    public List<String> uris() {
        return List.copyOf(objects.keySet());
    }

    @Override
    public Optional<Info> head(S3Uri uri) {
        if (denied.contains(uri.toString())) {
            throw new NotAllowed(uri, new IOException("403"));
        }
        return Optional.ofNullable(objects.get(uri.toString())).map(bytes -> info(uri, bytes));
    }

    @Override
    public InputStream read(S3Uri uri, long from, long to) throws IOException {
        byte[] bytes = objects.get(uri.toString());
        if (bytes == null) {
            throw new IOException("cannot read " + uri);
        }
        return new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) from, (int) to));
    }

    @Override
    public void put(S3Uri uri, byte[] bytes, String contentType) {
        write(uri.toString(), bytes);
    }

    @Override
    public Upload write(S3Uri uri, String contentType) {
        return new Upload() {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void write(byte[] from, int offset, int count) {
                bytes.write(from, offset, count);
            }

            @Override
            public void complete() {
                MemoryStore.this.write(uri.toString(), bytes.toByteArray());
            }
        };
    }

    @Override
    public Stream<Info> list(S3Uri prefix) {
        String start = prefix.toString();
        return objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(start))
                .map(object -> info(S3Uri.parse(object.getKey()).orElseThrow(), object.getValue()));
    }

    @Override
    public boolean copy(S3Uri from, String eTag, S3Uri to) {
        if (!head(from).map(Info::eTag).equals(Optional.of(eTag))) {
            return false;
        }
        write(to.toString(), objects.get(from.toString()));
        return true;
    }

    @Override
    public void concatenate(List<Piece> pieces, S3Uri to, String contentType) throws IOException {
        var whole = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            byte[] bytes = objects.get(piece.uri().toString());
            if (bytes == null) {
                throw new IOException("there is no " + piece.uri());
            }
            whole.write(bytes, (int) piece.from(), (int) (Math.min(piece.to(), bytes.length) - piece.from()));
        }
        write(to.toString(), whole.toByteArray());
    }

    @Override
    public URI link(S3Uri uri, Duration valid) {
        return URI.create("https://" + uri.bucket() + "/" + uri.key() + "?seconds=" + valid.toSeconds());
    }

    @Override
    public void delete(S3Uri uri) {
        objects.remove(uri.toString());
    }

    private Info info(S3Uri uri, byte[] bytes) {
        return new Info(uri, bytes.length, Integer.toHexString(Arrays.hashCode(bytes)), time);
    }
}
