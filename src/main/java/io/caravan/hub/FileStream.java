package io.caravan.hub;

import io.caravan.port.HubSilent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A file's bytes; where the connection breaks, they are asked for again from there. Read by one thread. */
final class FileStream extends InputStream {
    private static final int ATTEMPTS = 6;

    /** Gives the bytes from a position on. */
    @FunctionalInterface
    interface Source {
        InputStream from(long position) throws IOException;
    }

    private final URI uri;
    private final Source source;
    private final Pause pause;
    private final long to;
    private long position;
    private int failed;
    private @Nullable InputStream in;

    FileStream(URI uri, Source source, Pause pause, long from, long to) {
        this.uri = uri;
        this.source = source;
        this.pause = pause;
        this.position = from;
        this.to = to;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (position == to) {
            return -1;
        }
        int most = (int) Math.min(length, to - position);
        while (true) {
            try {
                if (in == null) {
                    in = source.from(position);
                }
                int count = in.read(into, offset, most);
                if (count < 0) {
                    throw new IOException("the file broke off at byte " + position + " of " + to);
                }
                position += count;
                failed = 0;
                return count;
            } catch (IOException | HubSilent e) {
                again(e);
            }
        }
    }

    /** Waits a little longer each time, and gives up when nothing has come several times in a row. */
    private void again(Exception e) throws IOException {
        close();
        failed++;
        if (failed == ATTEMPTS || Thread.currentThread().isInterrupted()) {
            throw new IOException("cannot read " + uri + ": " + e.getMessage(), e);
        }
        pause.before(failed);
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            InputStream open = in;
            in = null;
            open.close();
        }
    }
}
