package io.caravan.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service's API, as its {@code openapi.json} has it. What is not answered as wanted becomes a {@link Fault}. Thread-safe. */
final class Service implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NEWEST = 500;
    private static final int NOT_FOUND = 404;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"next\"");

    private final Address address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    Service(Address address) {
        this.address = address;
    }

    JsonNode get(String path) throws InterruptedException {
        return json(answered(address.request(path).GET()));
    }

    /** Posts JSON, or nothing but the wish; a service answers some wishes with nothing. */
    JsonNode post(String path, String body) throws InterruptedException {
        return json(answered(address.request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    /** The first {@code limit} elements of a list that comes in pages. */
    List<JsonNode> list(String path, int limit) throws InterruptedException {
        var found = new ArrayList<JsonNode>();
        Optional<String> page = Optional.of(path);
        while (page.isPresent() && found.size() < limit) {
            HttpResponse<String> response = answered(address.request(page.get()).GET());
            json(response).forEach(found::add);
            page = response.headers()
                    .firstValue("Link")
                    .map(NEXT::matcher)
                    .filter(Matcher::find)
                    .map(next -> next.group(1));
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** A run, or the newest where none is named. */
    JsonNode run(Optional<String> id) throws InterruptedException {
        if (id.isEmpty()) {
            List<String> newest = ids(1);
            if (newest.isEmpty()) {
                throw new Fault(Exit.ABSENT, "there is no run yet; './caravan submit run.json' drops one");
            }
            return get("/api/runs/" + newest.get(0));
        }
        Optional<JsonNode> found = find(id.get());
        if (found.isEmpty()) {
            throw new Fault(
                    Exit.ABSENT,
                    "there is no run '" + id.get() + "' at " + address
                            + Nearest.to(id.get(), ids(NEWEST))
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("; './caravan list' tells what runs there are"));
        }
        return found.get();
    }

    /** A run, if there is one of that id. */
    Optional<JsonNode> find(String id) throws InterruptedException {
        if (!id.matches("[a-z0-9-]+")) {
            return Optional.empty();
        }
        HttpResponse<String> response = sent(address.request("/api/runs/" + id).GET());
        return response.statusCode() == NOT_FOUND && problem(response).isPresent()
                ? Optional.empty()
                : Optional.of(json(checked(response)));
    }

    /** Tells of changes of a run until it is closed. */
    Changes changes(String run) {
        return new Changes(http, address, run);
    }

    /** Fetches what an address of S3 leads to. It has its own credentials: ours are not for it. */
    long fetch(URI link, Path to) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new Fault(
                        Exit.SILENT,
                        to.getFileName() + " could not be fetched: " + link.getHost() + " answered "
                                + response.statusCode() + "; ask again");
            }
            return Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private List<String> ids(int newest) throws InterruptedException {
        return list("/api/runs?limit=" + newest, newest).stream()
                .map(run -> run.path("id").asText())
                .toList();
    }

    private HttpResponse<String> answered(HttpRequest.Builder request) throws InterruptedException {
        return checked(sent(request));
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw address.silent(e);
        }
    }

    private HttpResponse<String> checked(HttpResponse<String> response) {
        if (response.statusCode() / 100 == 2) {
            return response;
        }
        throw address.declined(response, problem(response));
    }

    /** The reason that the service gives; what something before it says is none. */
    private static Optional<JsonNode> problem(HttpResponse<String> response) {
        try {
            return response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")
                    ? Optional.of(JSON.readTree(response.body()))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw address.stranger(response);
        }
    }
}
