package io.caravan.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan results}: a run's files, here. */
@Command(
        name = "results",
        description = {
            "Downloads a run's files: its result, errors.jsonl and summary.json, or those that are named.",
            "They come from S3, by addresses that the service gives for a short while. A file that is there already is"
                    + " replaced when the new one is whole."
        },
        exitCodeList = {
            "0:they are here",
            "1:a file could not be written, or came in part",
            Exit.WRONG_LINE,
            "4:there is no such run or file, or the run is not over yet",
            Exit.NO_TOKEN,
            Exit.NO_ANSWER
        })
final class ResultsCommand extends ServiceCommand {
    private static final String RESULTS = "result\\..*|errors\\.jsonl|summary\\.json";

    @Parameters(index = "0", arity = "0..1", paramLabel = "RUN", description = "The run's id (default: the newest).")
    private @Nullable String run;

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            description = "Names of its files, such as plan.json (default: the results).")
    private List<String> names = List.of();

    @Option(names = "--to", paramLabel = "DIR", description = "The folder they are put in (default: the run's id).")
    private @Nullable Path folder;

    @Override
    int on(Service service) throws Exception {
        JsonNode found = service.run(Optional.ofNullable(run));
        String id = found.path("id").asText();
        List<JsonNode> wanted = wanted(found, service.list("/api/runs/" + id + "/files", Integer.MAX_VALUE));
        Path to = Files.createDirectories(folder == null ? Path.of(id) : folder);
        ArrayNode fetched = JsonNodeFactory.instance.arrayNode();
        var lines = new ArrayList<String>();
        for (JsonNode file : wanted) {
            Path path = to.resolve(Path.of(file.path("name").asText()).getFileName());
            fetch(service, file, path);
            fetched.add(((ObjectNode) file).put("path", path.toString()));
            lines.add(path + "  " + file.path("size").asText() + " bytes");
        }
        print(fetched, lines);
        return Exit.DONE;
    }

    private List<JsonNode> wanted(JsonNode found, List<JsonNode> files) {
        String id = found.path("id").asText();
        if (names.isEmpty() && !found.hasNonNull("result")) {
            throw new Fault(
                    Exit.ABSENT,
                    RunText.over(found)
                            ? "run " + id + " (" + found.path("state").asText() + ") has no result: "
                                    + found.path("reason").asText("it was planned only")
                            : "run " + id + " is not over, its result comes then; see it end: ./caravan watch " + id);
        }
        List<String> there =
                files.stream().map(file -> file.path("name").asText()).toList();
        for (String name : names) {
            if (!there.contains(name)) {
                throw new Fault(
                        Exit.ABSENT,
                        "run " + id + " has no file '" + name + "'; its files are " + String.join(", ", there));
            }
        }
        return files.stream()
                .filter(file -> names.isEmpty()
                        ? file.path("name").asText().matches(RESULTS)
                        : names.contains(file.path("name").asText()))
                .toList();
    }

    /** Whole or not at all. */
    private static void fetch(Service service, JsonNode file, Path path) throws IOException, InterruptedException {
        JsonNode link = service.get(file.path("href").asText());
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            long bytes = service.fetch(URI.create(link.path("url").asText()), part);
            if (bytes != file.path("size").asLong()) {
                throw new Fault(
                        Exit.FAILED,
                        path + " came with " + bytes + " of "
                                + file.path("size").asText() + " bytes; ask again");
            }
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
