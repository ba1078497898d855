package io.caravan.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;

/**
 * An answer over HTTP, redirects behind it. Whoever has it closes it.
 *
 * @param from where it came from in the end
 */
record Reply(int status, HttpHeaders headers, URI from, InputStream body) implements AutoCloseable {
    boolean ok() {
        return status / 100 == 2;
    }

    boolean redirects() {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** Of a request that may succeed later as it is: too many at once, or a fault on the other side. */
    boolean temporary() {
        return status == 408 || status == 425 || status == 429 || (status >= 500 && status != 501);
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
