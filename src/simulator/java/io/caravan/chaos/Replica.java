package io.caravan.chaos;

import io.caravan.chaos.proxy.Fate;
import io.caravan.chaos.proxy.Proxy;
import io.caravan.chaos.proxy.Service;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One replica of the service: a JVM of its own, with its own way to the cloud. Thread-safe. */
final class Replica implements AutoCloseable {
    private static final String MAIN = "io.caravan.Application";

    private final String name;
    private final Proxy proxy;
    private final URI server;
    private volatile @Nullable Process process;
    private volatile boolean dead;
    private volatile boolean asked;

    /**
     * Starts a replica.
     *
     * @param cloud where the services are
     * @param settings of the service, by the names of its properties
     * @param environment of AWS clients, but for the endpoints
     * @param log takes what it writes
     */
    Replica(
            String name,
            Map<Service, URI> cloud,
            Map<String, String> settings,
            Map<String, String> environment,
            Fate fate,
            Path log)
            throws IOException {
        this.name = name;
        this.proxy = Proxy.open(
                cloud,
                call -> {
                    asked |= call.operation().equals("ReceiveMessage");
                    return fate.of(call);
                },
                this::kill);
        var builder = new ProcessBuilder(command());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(key -> key.startsWith("AWS_") || key.startsWith("CARAVAN_"));
        variables.putAll(environment);
        for (Service service : cloud.keySet()) {
            variables.put("AWS_ENDPOINT_URL_" + service, proxy.endpoint(service).toString());
        }
        settings.forEach((key, value) -> variables.put(variable(key), value));
        String port = freePort();
        server = URI.create("http://127.0.0.1:" + port);
        variables.put("CAMEL_SERVER_PORT", port);
        variables.put("CAMEL_MANAGEMENT_PORT", freePort());
        File file = log.toFile();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(file));
        process = builder.start();
        if (dead) {
            kill();
        }
    }

    String name() {
        return name;
    }

    /** Where its API is. */
    URI server() {
        return server;
    }

    boolean alive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Whether it is at work: it has asked for its first message. */
    boolean ready() {
        return asked && alive();
    }

    /** {@code kill -9}. */
    void kill() {
        dead = true;
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** {@code SIGTERM}: it is to finish what it is at. */
    void terminate() {
        Process running = process;
        if (running != null) {
            running.destroy();
        }
    }

    /** Waits for its end; false when it goes on for longer than that. */
    boolean ended(Duration within) throws InterruptedException {
        Process running = process;
        return running == null || running.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        kill();
        proxy.close();
    }

    /** The service alone: nothing of the simulator is on its class path. Small and quick to start rather than fast. */
    private static List<String> command() {
        String classPath = Arrays.stream(
                        System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes" + File.separator))
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dcaravan.log=INFO"));
        String home = System.getProperty("caravan.home");
        if (home != null) {
            command.add("-Dcaravan.home=" + home);
        }
        command.addAll(List.of("-cp", classPath, MAIN));
        return command;
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
