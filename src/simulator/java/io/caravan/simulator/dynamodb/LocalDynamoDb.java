package io.caravan.simulator.dynamodb;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local on 127.0.0.1. Its own server binds every interface, so only its request handler is used. One database
 * file serves every access key and Region. Thread-safe.
 */
public final class LocalDynamoDb implements AutoCloseable {

    private static final int THREADS = 32;

    private final Server server;
    private final LocalDynamoDBServerHandler handler;
    private final URI endpoint;

    private LocalDynamoDb(Server server, LocalDynamoDBServerHandler handler, URI endpoint) {
        this.server = server;
        this.handler = handler;
        this.endpoint = endpoint;
    }

    /** Starts on {@code port} (0: a free one) with tables in a file below {@code data}. */
    public static LocalDynamoDb onDisk(int port, Path data) throws Exception {
        return start(port, data, false);
    }

    /** Starts with tables in memory: about five times as fast, and forgotten on close. */
    public static LocalDynamoDb inMemory(int port, Path data) throws Exception {
        return start(port, data, true);
    }

    private static LocalDynamoDb start(int port, Path data, boolean inMemory) throws Exception {
        Path tables = data.resolve("tables");
        Files.createDirectories(tables);
        SqliteNatives.install(data.resolve("native"));
        var requests = new LocalDynamoDBRequestHandler(0, inMemory, inMemory ? null : tables.toString(), true, false);
        var handler = new LocalDynamoDBServerHandler(requests, null);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("dynamodb");
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(handler);
        try {
            server.start();
        } catch (IOException e) {
            handler.close();
            throw e;
        }
        return new LocalDynamoDb(server, handler, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    }

    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("The local DynamoDB at " + endpoint + " did not stop", e);
        } finally {
            handler.close();
        }
    }
}
