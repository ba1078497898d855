package io.caravan.simulator.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The Hugging Face Hub on 127.0.0.1, of the data sets in a folder (see {@link Repository}): three servers, as the Hub's API,
 * its dataset viewer and its large files are on three hosts. Thread-safe.
 */
public final class HubSimulator implements AutoCloseable {
    private static final int PAGE = 1000;

    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<HubCall> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<HubTrouble>> troubles = new ConcurrentHashMap<>();
    private final HttpServer hub = server();
    private final HttpServer viewer = server();
    private final HttpServer files = server();

    private HubSimulator(Path root, HubAccess access, Map<String, String> renamed, int page) throws IOException {
        var api = new HubApi(root, access, renamed, page);
        var converted = new HubViewer(root, access, renamed);
        var large = new HubFiles(root);
        serve(hub, "hub", call -> api.answer(URI.create(call.path()), call.authorization(), endpoint(), at(files)));
        serve(viewer, "viewer", call -> converted.answer(URI.create(call.path()), call.authorization(), endpoint()));
        serve(files, "files", call -> large.answer(URI.create(call.path()), call.range(), call.authorization()));
    }

    /** Serves the data sets of a folder to everybody. */
    public static HubSimulator start(Path root) throws IOException {
        return start(root, new String[0], new String[0], Map.of(), PAGE);
    }

    /**
     * Serves the data sets of a folder.
     *
     * @param members tokens of accounts that may read everything
     * @param strangers tokens of accounts that may read what is public
     * @param renamed old names of data sets
     * @param page how many files a page of a tree has
     */
    public static HubSimulator start(
            Path root, String[] members, String[] strangers, Map<String, String> renamed, int page) throws IOException {
        return new HubSimulator(
                root.toAbsolutePath().normalize(),
                new HubAccess(java.util.Set.of(members), java.util.Set.of(strangers)),
                renamed,
                page);
    }

    /** Where the Hub's API is. */
    public URI endpoint() {
        return at(hub);
    }

    /** Where the dataset viewer is. */
    public URI viewer() {
        return at(viewer);
    }

    /** What was asked, in order. */
    public List<HubCall> calls() {
        return List.copyOf(seen);
    }

    /** The next answer of {@code hub}, {@code viewer} or {@code files} is troubled. */
    public void trouble(String server, HubTrouble trouble) {
        troubles.computeIfAbsent(server, name -> new ConcurrentLinkedQueue<>()).add(trouble);
    }

    @FunctionalInterface
    private interface Answering {
        HubAnswer to(HubCall call) throws IOException;
    }

    private void serve(HttpServer server, String name, Answering answering) {
        server.setExecutor(calls);
        server.createContext("/", exchange -> {
            try (exchange) {
                var call = new HubCall(
                        name,
                        exchange.getRequestURI().toString(),
                        header(exchange, "Range"),
                        header(exchange, "Authorization"));
                seen.add(call);
                send(exchange, answering.to(call), trouble(name));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    private Optional<HubTrouble> trouble(String server) {
        return Optional.ofNullable(troubles.get(server)).map(Queue::poll);
    }

    private void send(HttpExchange exchange, HubAnswer answer, Optional<HubTrouble> trouble)
            throws IOException, InterruptedException {
        switch (trouble.orElse(null)) {
            case null -> send(exchange, answer, answer.body().length);
            case HubTrouble.Answers other ->
                send(exchange, new HubAnswer(other.status(), other.headers(), new byte[0]), 0);
            case HubTrouble.BreaksOff breaks -> send(exchange, answer, breaks.bytes());
            case HubTrouble.FallsSilent silent -> {
                exchange.sendResponseHeaders(answer.status(), answer.body().length);
                exchange.getResponseBody().flush();
                closing.await();
            }
            case HubTrouble.Falsifies falsifies -> {
                byte[] body = answer.body().clone();
                body[body.length / 2] ^= 1;
                send(exchange, new HubAnswer(answer.status(), answer.headers(), body), body.length);
            }
        }
    }

    /** Sends so many bytes of an answer, which says that it has all. */
    private static void send(HttpExchange exchange, HubAnswer answer, int bytes) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        int length = answer.body().length;
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
        OutputStream out = exchange.getResponseBody();
        out.write(answer.body(), 0, bytes);
        out.flush();
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static URI at(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        closing.countDown();
        for (HttpServer server : List.of(hub, viewer, files)) {
            server.stop(0);
        }
        calls.shutdownNow();
    }
}
