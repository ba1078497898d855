package io.caravan;

import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** S3 in memory. */
public final class MemoryStore implements ObjectStore {
    private final Map<String, byte[]> objects = new TreeMap<>();

    public String text(S3Uri uri) {
        return new String(objects.getOrDefault(uri.key(), new byte[0]), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Info> head(S3Uri uri) {
        return Optional.ofNullable(objects.get(uri.key()))
                .map(bytes -> new Info(uri, bytes.length, eTag(bytes), Instant.EPOCH));
    }

    @Override
    public InputStream read(S3Uri uri, long from, long to) {
        byte[] bytes = objects.getOrDefault(uri.key(), new byte[0]);
        return new ByteArrayInputStream(bytes, (int) from, (int) (to - from));
    }

    @Override
    public void put(S3Uri uri, byte[] bytes, String contentType) {
        objects.put(uri.key(), bytes);
    }

    @Override
    public Upload write(S3Uri uri, String contentType) {
        var bytes = new ByteArrayOutputStream();
        return new Upload() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void complete() {
                objects.put(uri.key(), bytes.toByteArray());
            }
        };
    }

    @Override
    public Stream<Info> list(S3Uri prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix.key())).toList().stream()
                .flatMap(key -> head(new S3Uri(prefix.bucket(), key)).stream());
    }

    @Override
    public boolean copy(S3Uri from, String eTag, S3Uri to) {
        byte[] bytes = objects.getOrDefault(from.key(), new byte[0]);
        objects.put(to.key(), bytes);
        return eTag.equals(eTag(bytes));
    }

    @Override
    public void concatenate(List<S3Uri> pieces, S3Uri to, String contentType) {
        var all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.writeBytes(objects.getOrDefault(piece.key(), new byte[0])));
        objects.put(to.key(), all.toByteArray());
    }

    @Override
    public void delete(S3Uri uri) {
        objects.remove(uri.key());
    }

    private static String eTag(byte[] bytes) {
        return Integer.toHexString(Arrays.hashCode(bytes));
    }
}
