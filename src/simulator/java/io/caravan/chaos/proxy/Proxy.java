package io.caravan.chaos.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One replica's way to the cloud, on 127.0.0.1: requests go on as they came, the signed Host among their headers, unless
 * fate has it otherwise. Thread-safe.
 */
public final class Proxy implements AutoCloseable {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 200;

    private final Fate fate;
    private final Runnable kill;
    private final Map<Service, ServerSocket> doors = new EnumMap<>(Service.class);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Proxy(Fate fate, Runnable kill) {
        this.fate = fate;
        this.kill = kill;
    }

    /**
     * Opens a door for each service.
     *
     * @param kill ends the replica at once
     */
    public static Proxy open(Map<Service, URI> services, Fate fate, Runnable kill) throws IOException {
        var proxy = new Proxy(fate, kill);
        for (Map.Entry<Service, URI> entry : services.entrySet()) {
            Service service = entry.getKey();
            URI to = entry.getValue();
            var door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            proxy.doors.put(service, door);
            Thread.ofVirtual().name("proxy-" + service).start(() -> proxy.admit(service, to.getPort(), door));
        }
        return proxy;
    }

    /** Where the replica finds a service. */
    public URI endpoint(Service service) {
        ServerSocket door = doors.get(service);
        if (door == null) {
            throw new IllegalArgumentException("the proxy has no door for " + service);
        }
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    private void admit(Service service, int port, ServerSocket door) {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(service, port, socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Service service, int port, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                var request = Message.request(in, () -> {
                    out.write(CONTINUE);
                    out.flush();
                });
                if (request.isEmpty() || !answered(service, port, request.get(), out)) {
                    return;
                }
            }
        } catch (IOException e) {
            // the replica is gone, or the cloud
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Whether the connection can go on. */
    private boolean answered(Service service, int port, Message request, OutputStream out)
            throws IOException, InterruptedException {
        return switch (fate.of(Call.of(service, request))) {
            case Disturbance.None none -> relayed(port, request, out);
            case Disturbance.Late late -> {
                Thread.sleep(late.by());
                yield relayed(port, request, out);
            }
            case Disturbance.Cut cut -> false;
            case Disturbance.Lost lost -> {
                forward(port, request);
                yield false;
            }
            case Disturbance.Torn torn -> {
                byte[] response = forward(port, request).bytes();
                out.write(response, 0, response.length / 2);
                out.flush();
                yield false;
            }
            case Disturbance.Refused refused -> {
                out.write(service.refusal(refused.trouble()).bytes());
                out.flush();
                yield true;
            }
            case Disturbance.DeathBefore death -> {
                kill.run();
                yield false;
            }
            case Disturbance.DeathAfter death -> {
                forward(port, request);
                kill.run();
                yield false;
            }
        };
    }

    private boolean relayed(int port, Message request, OutputStream out) throws IOException {
        out.write(forward(port, request).bytes());
        out.flush();
        return true;
    }

    private Message forward(int port, Message request) throws IOException {
        try (var upstream = new Socket(InetAddress.getLoopbackAddress(), port)) {
            upstream.setTcpNoDelay(true);
            upstream.getOutputStream()
                    .write(request.without("connection")
                            .plus("Connection: close")
                            .bytes());
            upstream.getOutputStream().flush();
            return Message.response(
                            new BufferedInputStream(upstream.getInputStream()),
                            !request.method().equals("HEAD"))
                    .without("connection");
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket door : doors.values()) {
            door.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
