package io.caravan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The service alone in a JVM of 512 MB, as the image starts it, but for the shared class path. */
final class ServiceProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final URI page;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Starts the service.
     *
     * @param settings by the names of its properties
     * @param environment of AWS clients
     * @param log takes what it writes
     */
    ServiceProcess(Path home, Map<String, String> settings, Map<String, String> environment, Path log)
            throws IOException {
        String port = freePort();
        page = URI.create("http://127.0.0.1:" + port + "/api/runs");
        var builder = new ProcessBuilder(command(home));
        builder.environment().putAll(environment);
        settings.forEach((key, value) ->
                builder.environment().put(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        builder.environment().put("CAMEL_SERVER_PORT", port);
        builder.environment().put("CAMEL_MANAGEMENT_PORT", freePort());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        process = builder.start();
    }

    private static List<String> command(Path home) {
        String classPath = Arrays.stream(
                        System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(Contender.service(home, ServiceProcess.class));
        command.set(command.indexOf("-Dcaravan.log=WARN"), "-Dcaravan.log=INFO");
        command.set(command.indexOf("-cp") + 1, classPath);
        command.set(command.size() - 1, "io.caravan.Application");
        return command;
    }

    boolean started() throws InterruptedException {
        return runs().isPresent();
    }

    /** The only run, as the service shows it; empty before it is accepted. */
    Optional<JsonNode> run() throws IOException, InterruptedException {
        Optional<JsonNode> first = runs().filter(runs -> !runs.isEmpty()).map(runs -> runs.path(0));
        return first.isEmpty()
                ? Optional.empty()
                : Optional.of(get(URI.create(page + "/" + first.get().path("id").asText())));
    }

    private Optional<JsonNode> runs() throws InterruptedException {
        try {
            return Optional.of(get(page));
        } catch (IOException e) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the service ended by itself; its log tells why", e);
            }
            return Optional.empty(); // it starts
        }
    }

    private JsonNode get(URI uri) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** The processor time that it has used so far. */
    Duration used() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    long peakBytes() throws IOException {
        return Taken.peak(process.pid());
    }

    /** Stops it where it is, or lets it go on: what else runs is then measured without it. */
    void hold(boolean still) throws IOException, InterruptedException {
        String signal = still ? "-STOP" : "-CONT";
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
