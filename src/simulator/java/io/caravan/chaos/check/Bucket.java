package io.caravan.chaos.check;

import java.io.IOException;
import java.util.List;

/** The objects that can be looked at. */
public interface Bucket {
    /** The keys below a prefix, in order. */
    List<String> keys(String prefix) throws IOException;

    byte[] read(String key) throws IOException;

    boolean has(String key) throws IOException;
}
