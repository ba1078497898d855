package io.caravan.format;

import io.caravan.port.Hub;
import java.io.IOException;
import java.io.InputStream;

/** A file of the Hub as a file of a data set: every read is a ranged one. */
public record HubFile(Hub hub, Hub.File file) implements Bytes {
    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        return hub.read(file, from, to);
    }
}
