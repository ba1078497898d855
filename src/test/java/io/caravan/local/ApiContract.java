package io.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds what the API answers against what {@code openapi.json} says that it answers. */
public final class ApiContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode document;

    private ApiContract(JsonNode document) {
        this.document = document;
    }

    /** The contract as it is shipped. */
    public static ApiContract shipped() {
        try {
            return new ApiContract(JSON.readTree(Files.readString(Path.of("src/main/resources/openapi/openapi.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every operation as {@code GET /api/runs/{id}}. */
    public Set<String> operations() {
        var operations = new TreeSet<String>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                            method -> operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()));
        }
        return operations;
    }

    /** Fails for an answer that the contract does not know, or whose body is none that it tells of. */
    public void check(HttpResponse<String> response) {
        String path = response.uri().getRawPath();
        String method = response.request().method();
        if (!path.startsWith("/api")) {
            return;
        }
        assertThat(faults(
                        method,
                        path,
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        response.body()))
                .as("%s %s answered %d %s", method, path, response.statusCode(), response.body())
                .isEmpty();
    }

    /** What a document has that a schema of the contract's, such as {@code Run}, does not allow. */
    public List<String> faults(String schema, String json) {
        ObjectNode reference = JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
        assertThat(document.at("/components/schemas/" + schema).isObject()).isTrue();
        return violations(reference, json);
    }

    List<String> faults(String method, String path, int status, String contentType, String body) {
        JsonNode answer = operation(method, path).path("responses").path(Integer.toString(status));
        if (answer.isMissingNode()) {
            return List.of("there is no such answer in the contract");
        }
        JsonNode content = answer.path("content");
        if (content.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of("a body where there is to be none");
        }
        JsonNode media = content.path(contentType.replaceFirst(";.*", ""));
        if (media.isMissingNode()) {
            return List.of("the content type is '" + contentType + "'");
        }
        return contentType.contains("json") ? violations(media.path("schema"), body) : List.of();
    }

    private List<String> violations(JsonNode schema, String body) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        try {
            return SCHEMAS
                    .getSchema(root)
                    .validate(
                            JSON.readTree(body),
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                    .stream()
                    .map(Error::getMessage)
                    .toList();
        } catch (IOException e) {
            return List.of("not JSON: " + e.getMessage());
        }
    }

    /** A path without parameters is meant before one with them. */
    private JsonNode operation(String method, String path) {
        JsonNode paths = document.path("paths");
        JsonNode found = paths.path(path);
        if (found.isMissingNode()) {
            for (Map.Entry<String, JsonNode> candidate : paths.properties()) {
                if (path.matches(candidate.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                    found = candidate.getValue();
                }
            }
        }
        return found.path(method.toLowerCase(java.util.Locale.ROOT));
    }
}
