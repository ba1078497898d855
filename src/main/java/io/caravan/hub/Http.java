package io.caravan.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * GET, with the token for the Hub's own endpoints alone, and with redirects only to where they may lead. Large files are
 * served from other hosts, by links that are signed: such a host would see the token in every request. Thread-safe.
 */
final class Http implements AutoCloseable {
    private static final int REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Endpoints endpoints;
    private final Optional<String> token;
    private final Duration patience;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param patience how long nothing may come */
    Http(Endpoints endpoints, Optional<String> token, Duration patience) {
        this.endpoints = endpoints;
        this.token = token;
        this.patience = patience;
    }

    boolean hasToken() {
        return token.isPresent();
    }

    /** The whole of it. */
    Reply get(URI uri) throws IOException {
        return get(uri, "");
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    Reply get(URI uri, long from, long to) throws IOException {
        return get(uri, "bytes=" + from + "-" + (to - 1));
    }

    private Reply get(URI first, String range) throws IOException {
        URI uri = first;
        for (int i = 0; i <= REDIRECTS; i++) {
            Reply reply = once(uri, range);
            if (!reply.redirects()) {
                return reply;
            }
            reply.close();
            uri = target(uri, reply.header("Location"));
        }
        throw new IOException(first.getHost() + " redirects more than " + REDIRECTS + " times");
    }

    private URI target(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException(from.getHost() + " redirects to what is no address", e);
        }
        if (location.isEmpty() || !endpoints.follows(to)) {
            throw new IOException(from.getHost() + " redirects to " + to.getScheme() + "://" + to.getAuthority()
                    + ", which is not among the hosts of the setting caravan.hub.hosts");
        }
        return to;
    }

    private Reply once(URI uri, String range) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .header("User-Agent", "caravan")
                .header("Accept-Encoding", "identity");
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        if (endpoints.isEndpoint(uri)) {
            token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        }
        try {
            HttpResponse<InputStream> response = client.send(request.build(), info -> new Body(patience));
            return new Reply(response.statusCode(), response.headers(), uri, response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
