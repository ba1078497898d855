package io.caravan.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.caravan.aws.S3ObjectStore;
import io.caravan.command.Display;
import io.caravan.command.PlanText;
import io.caravan.command.RunText;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.Rows;
import io.caravan.format.StoredFile;
import io.caravan.model.S3Uri;
import io.caravan.model.Slice;
import io.caravan.simulator.Cloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Drops one manifest, watches its run as any user could, and shows what came of it. */
final class LocalRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_MILLIS = 250;
    private static final int ROWS = 5;
    private static final int WIDTH = 48;
    private static final int LINE = 240;

    private final PrintWriter out;
    private final URI api;
    private final Path bucketFolder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final S3Client s3;

    LocalRun(PrintWriter out, Cloud cloud, int page, Path data) {
        this.out = out;
        this.api = URI.create("http://127.0.0.1:" + page + "/api/runs/");
        this.bucketFolder = data.resolve("s3").resolve(Blueprint.BUCKET);
        this.s3 = S3Client.builder()
                .region(Region.of(Cloud.REGION))
                .endpointOverride(cloud.s3())
                .httpClientBuilder(software.amazon.awssdk.http.apache5.Apache5HttpClient.builder())
                .build();
    }

    /** Runs a manifest; the exit code is the command's. */
    int of(Path manifest) throws Exception {
        String key = drop(manifest, read(manifest));
        JsonNode end = watch(key, Display.on(out, Boolean.getBoolean("caravan.terminal")));
        return end.has("problems") ? refused(manifest, end) : over(end);
    }

    /** Plans a manifest and shows the plan; the exit code is the command's. */
    int plan(Path manifest) throws Exception {
        byte[] text = read(manifest);
        try {
            if (JSON.readTree(text) instanceof ObjectNode fields) {
                text = JSON.writeValueAsBytes(fields.put("dry_run", true));
            }
        } catch (JsonProcessingException e) {
            // dropped as it is: the service says what is wrong with it
        }
        String key = drop(manifest, text);
        JsonNode end = watch(key, Display.NONE);
        if (end.has("problems")) {
            return refused(manifest, end);
        }
        if (!end.path("state").asText().equals("planned")) {
            return over(end);
        }
        PlanText.lines(object(keyOf(end.path("plan").asText()))).forEach(out::println);
        return 0;
    }

    /** Waits for a run's end, or for the refusal of its manifest, which has {@code problems}. */
    private JsonNode watch(String key, Display display) throws Exception {
        String waiting = "";
        while (true) {
            Optional<JsonNode> refused = refusal(key);
            if (refused.isPresent()) {
                return refused.get();
            }
            Optional<JsonNode> run = run(key);
            if (run.isEmpty()) {
                waiting = waiting(key, waiting);
            } else {
                display.show(run.get());
                if (run.get().hasNonNull("summary") && exists(summaryKey(run.get()))) {
                    return run.get();
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Says, once, why a manifest is neither taken nor refused. */
    private String waiting(String key, String said) throws IOException {
        String note = key + ".waiting";
        if (!exists(note)) {
            return said;
        }
        String reason = object(note).path("reason").asText();
        if (!reason.equals(said)) {
            out.println("waiting: " + reason);
            out.flush();
        }
        return reason;
    }

    private static byte[] read(Path manifest) throws IOException {
        try {
            return Files.readAllBytes(manifest);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + manifest, e);
        }
    }

    private String drop(Path manifest, byte[] text) throws IOException {
        String name = String.valueOf(manifest.getFileName()).replaceAll("\\.json$", "");
        String key = "inbox/" + name + "-" + Long.toString(System.currentTimeMillis(), 36) + ".json";
        put(key, RequestBody.fromBytes(withUpload(manifest, text)));
        return key;
    }

    /** The manifest with a data set that was named by a path uploaded and named by its place on S3. */
    private byte[] withUpload(Path manifest, byte[] text) throws IOException {
        try {
            if (JSON.readTree(text) instanceof ObjectNode json
                    && json.path("s3_uri").isTextual()
                    && !json.path("s3_uri").asText().startsWith("s3://")) {
                Path file = manifest.toAbsolutePath()
                        .resolveSibling(json.path("s3_uri").asText())
                        .normalize();
                json.put("s3_uri", new DataUpload(s3, out).of(file));
                return JSON.writeValueAsBytes(json);
            }
        } catch (JsonProcessingException e) {
            // dropped as it is: the service says what is wrong with it
        }
        return text;
    }

    private void put(String key, RequestBody body) {
        s3.putObject(request -> request.bucket(Blueprint.BUCKET).key(key), body);
    }

    private Optional<JsonNode> refusal(String key) throws IOException {
        String error = key.replaceFirst("^inbox/", "rejected/").replaceAll("\\.json$", ".error.json");
        try {
            return Optional.of(object(error));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private JsonNode object(String key) throws IOException {
        return JSON.readTree(
                s3.getObjectAsBytes(request -> request.bucket(Blueprint.BUCKET).key(key))
                        .asByteArray());
    }

    private Optional<JsonNode> run(String key) throws IOException, InterruptedException {
        for (JsonNode run : get("")) {
            if (run.path("manifest").asText().equals(key)) {
                return Optional.of(get(run.path("id").asText()));
            }
        }
        return Optional.empty();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        URI uri = path.isEmpty() ? URI.create(api.toString().replaceAll("/$", "")) : api.resolve(path);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(response.body());
    }

    private int refused(Path manifest, JsonNode error) {
        out.println(manifest + " was refused:");
        for (JsonNode problem : error.path("problems")) {
            String field = problem.path("field").asText();
            out.println("  " + (field.isEmpty() ? "" : field + ": ")
                    + problem.path("message").asText());
        }
        return 2;
    }

    private int over(JsonNode run) throws IOException {
        if (!run.hasNonNull("result")) {
            out.println("run " + run.path("id").asText() + " failed: "
                    + run.path("reason").asText());
            return 1;
        }
        String key = keyOf(run.path("result").asText());
        rows(key, run.path("records").asLong());
        out.println();
        out.println(RunText.closing(run) + " · simulated");
        out.println("result   " + run.path("result").asText() + "  =  " + bucketFolder.resolve(key));
        if (run.path("failed").asLong() + run.path("skipped").asLong() > 0) {
            out.println("errors   " + run.path("errors_file").asText());
        }
        out.println("summary  " + run.path("summary").asText());
        if (run.path("state").asText().equals("failed")) {
            out.println("The run failed: " + run.path("reason").asText());
            return 1;
        }
        return run.path("failed").asLong() + run.path("skipped").asLong() > 0 ? 3 : 0;
    }

    /** The first rows, each value on one line and cut to a width that fits a terminal. */
    private void rows(String key, long records) throws IOException {
        out.println();
        if (key.endsWith(".parquet")) {
            parquet(key, Math.min(ROWS, records));
            return;
        }
        if (key.endsWith(".jsonl")) {
            try (var lines = new BufferedReader(new InputStreamReader(
                    s3.getObject(request -> request.bucket(Blueprint.BUCKET).key(key)), StandardCharsets.UTF_8))) {
                lines.lines()
                        .limit(ROWS)
                        .forEach(line -> out.println(line.length() <= LINE ? line : line.substring(0, LINE) + "…"));
            }
            return;
        }
        try (CsvReader<CsvRecord> rows = CsvReader.builder()
                .ofCsvRecord(
                        s3.getObject(request -> request.bucket(Blueprint.BUCKET).key(key)))) {
            rows.stream()
                    .limit(1 + ROWS)
                    .forEach(row -> out.println(row.getFields().stream()
                            .map(value -> cut(value.replaceAll("\\s+", " ")))
                            .collect(Collectors.joining(" | "))));
        }
    }

    private void parquet(String key, long records) throws IOException {
        var store = new S3ObjectStore(s3);
        DataSet result = DataSets.open(StoredFile.in(store, new S3Uri(Blueprint.BUCKET, key)));
        out.println(String.join(" | ", result.columns()));
        try (Rows rows = result.rows(new Slice(0, 0, 0, 0, records))) {
            while (rows.next()) {
                out.println(IntStream.range(0, result.columns().size())
                        .mapToObj(rows.row()::text)
                        .map(value -> cut(value.replaceAll("\\s+", " ")))
                        .collect(Collectors.joining(" | ")));
            }
        }
    }

    private static String cut(String value) {
        return value.length() <= WIDTH ? value : value.substring(0, WIDTH) + "…";
    }

    private boolean exists(String key) {
        try {
            s3.headObject(request -> request.bucket(Blueprint.BUCKET).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    private static String summaryKey(JsonNode run) {
        return keyOf(run.path("summary").asText());
    }

    private static String keyOf(String uri) {
        return uri.substring(("s3://" + Blueprint.BUCKET + "/").length());
    }
}
