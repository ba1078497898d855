package io.caravan.simulator;

import io.caravan.simulator.bedrock.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** One bucket in memory. */
public final class MemoryStorage implements Storage {

    public static final String BUCKET = "caravan";

    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    @Override
    public boolean hasBucket(String bucket) {
        return bucket.equals(BUCKET);
    }

    @Override
    public List<Entry> list(String bucket, String prefix) {
        return objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .map(object -> new Entry(object.getKey(), object.getValue().length))
                .toList();
    }

    @Override
    public InputStream open(String bucket, String key) {
        return new ByteArrayInputStream(objects.get(key));
    }

    @Override
    public void put(String bucket, String key, Path content) throws IOException {
        objects.put(key, Files.readAllBytes(content));
    }

    public void put(String key, String content) {
        objects.put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    public String read(String key) {
        return new String(objects.get(key), StandardCharsets.UTF_8);
    }

    public List<String> keys(String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }
}
