package io.caravan.chaos.check;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bucket in memory, to be doctored. */
final class DoctoredBucket implements Bucket {
    private final Map<String, byte[]> objects = new TreeMap<>();

    void put(String key, String text) {
        objects.put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String key) {
        objects.remove(key);
    }

    String text(String key) {
        return new String(read(key), StandardCharsets.UTF_8);
    }

    @Override
    public List<String> keys(String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public byte[] read(String key) {
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw new IllegalArgumentException("there is no object " + key);
        }
        return bytes;
    }

    @Override
    public boolean has(String key) {
        return objects.containsKey(key);
    }
}
