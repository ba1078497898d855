package io.caravan.simulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The dataset viewer's list of converted files. Sources: "List Parquet files" of its documentation, and
 * {@code libs/libapi} of huggingface/dataset-viewer for its errors and headers.
 */
final class HubViewer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final HubAccess access;
    private final Map<String, String> renamed;

    HubViewer(Path root, HubAccess access, Map<String, String> renamed) {
        this.root = root;
        this.access = access;
        this.renamed = renamed;
    }

    HubAnswer answer(URI uri, String authorization, URI hub) throws IOException {
        String query = String.valueOf(uri.getRawQuery());
        if (!uri.getPath().equals("/parquet") || !query.startsWith("dataset=")) {
            return HubAnswer.error(422, "MissingRequiredParameter", "Parameter 'dataset' is required");
        }
        String id = URLDecoder.decode(query.substring("dataset=".length()), StandardCharsets.UTF_8);
        if (renamed.containsKey(id)) {
            return HubAnswer.error(404, "RenamedDatasetError", "The dataset has been renamed.");
        }
        Optional<Repository> repository = Repository.in(root, id);
        Optional<HubAnswer> denied = access.toViewer(repository, authorization);
        if (denied.isPresent()) {
            return denied.get();
        }
        JsonNode error = repository.orElseThrow().settings().path("error");
        if (error.isObject()) {
            return HubAnswer.error(
                    error.path("status").asInt(),
                    error.path("code").asText(),
                    error.path("message").asText());
        }
        return parquet(repository.orElseThrow(), hub);
    }

    private static HubAnswer parquet(Repository repository, URI hub) throws IOException {
        Optional<Repository.Commit> branch = repository.commit("refs/convert/parquet");
        if (branch.isEmpty()) {
            return HubAnswer.error(
                    500,
                    "ResponseNotReady",
                    "The server is busier than usual and the response is not ready yet. Please retry later.");
        }
        ObjectNode json = JSON.createObjectNode();
        ArrayNode files = json.putArray("parquet_files");
        boolean partial = false;
        for (Path file : Repository.files(branch.get())) {
            String path = Repository.path(branch.get(), file);
            String[] parts = path.split("/", -1);
            partial |= parts[1].startsWith("partial-");
            ObjectNode entry = files.addObject();
            entry.put("dataset", repository.id());
            entry.put("config", parts[0]);
            entry.put("split", parts[1].replaceFirst("^partial-", ""));
            entry.put("url", hub + "/datasets/" + repository.id() + "/resolve/refs%2Fconvert%2Fparquet/" + path);
            entry.put("filename", parts[2]);
            entry.put("size", Files.size(file));
        }
        for (String kind : new String[] {"pending", "failed"}) {
            ArrayNode configs = json.putArray(kind);
            for (JsonNode config : repository.settings().path(kind)) {
                configs.addObject()
                        .put("kind", "config-parquet")
                        .put("dataset", repository.id())
                        .put("config", config.asText())
                        .putNull("split");
            }
        }
        json.put("partial", partial);
        String commit = repository.commit("main").orElseThrow().sha();
        return HubAnswer.json(json).with("X-Revision", commit);
    }
}
