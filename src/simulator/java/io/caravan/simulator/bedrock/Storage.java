package io.caravan.simulator.bedrock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Where jobs find their input and leave their output. */
public interface Storage {

    /** An object's key and its size in bytes. */
    record Entry(String key, long size) {}

    boolean hasBucket(String bucket);

    /** All objects below the prefix, in key order. */
    List<Entry> list(String bucket, String prefix) throws IOException;

    /** The caller closes the stream. */
    InputStream open(String bucket, String key) throws IOException;

    void put(String bucket, String key, Path content) throws IOException;
}
