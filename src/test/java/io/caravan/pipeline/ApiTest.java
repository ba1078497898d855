package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.local.ApiContract;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API as its users have it; {@link LocalCaravan} holds every answer against the contract. */
class ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROWS = 300;

    @TempDir
    static Path data;

    private static LocalCaravan caravan;
    /** Over, with 30 rows that failed. */
    private static String over;

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, 2);
        caravan.put(
                "data/words.csv",
                IntStream.rangeClosed(1, ROWS)
                        .mapToObj(row -> row + "," + (row % 10 == 0 ? "odd <b>" : "even ") + row)
                        .collect(Collectors.joining("\n", "id,word\n", "\n")));
        caravan.cloud()
                .simulator()
                .faults(Faults.NONE.withRecords(new RecordFault("odd", 0, 400, "Malformed <i>input</i>", 0)));
        over = caravan.run(manifest().toString()).path("id").asText();
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void the_contract_is_served_and_speaks_of_every_route_of_the_api_and_no_other() throws IOException {
        assertThat(json(get("/openapi.json")).path("openapi").asText()).isEqualTo("3.1.0");
        Pattern http = Pattern.compile("uri: platform-http:(\\S+)\\s+parameters:\\s+httpMethodRestrict: (\\w+)");
        var routes = new ArrayList<String>(List.of("GET /api/events"));
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/routes"))) {
            for (Path file : files.toList()) {
                http.matcher(Files.readString(file))
                        .results()
                        .forEach(route -> routes.add(route.group(2) + " " + route.group(1)));
            }
        }
        routes.removeAll(Set.of("GET /", "GET /web/{file}", "GET /lib/{file}"));

        assertThat(ApiContract.shipped().operations()).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void a_list_is_read_page_by_page_to_its_end() {
        caravan.run(manifest().put("max_records", 100).toString());
        var ids = new ArrayList<String>();
        String path = "/api/runs?limit=1";
        while (!path.isEmpty()) {
            HttpResponse<String> page = get(path);
            json(page).forEach(run -> ids.add(run.path("id").asText()));
            path = next(page);
        }

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(2).endsWith(over);
        assertThat(json(get("/api/runs?limit=500")))
                .extracting(run -> run.path("id").asText())
                .containsAll(ids);
        assertThat(json(get("/api/runs?state=running"))).isEmpty();
        assertThat(json(get("/api/runs?state=done")))
                .extracting(run -> run.path("state").asText())
                .containsOnly("done");
    }

    @Test
    void jobs_come_in_order_some_at_a_time_with_their_times_at_bedrock() {
        String id = caravan.run(manifest().put("max_records_per_batch", 100).toString())
                .path("id")
                .asText();

        HttpResponse<String> first = get("/api/runs/" + id + "/jobs?limit=2");
        HttpResponse<String> second = get(next(first));

        assertThat(texts(json(first), "chunk")).containsExactly("1", "2");
        assertThat(texts(json(second), "chunk")).containsExactly("3");
        assertThat(json(first).get(0).path("state").asText()).isEqualTo("Collected");
        assertThat(json(first).get(0).path("ended").asText())
                .isGreaterThan(json(first).get(0).path("since").asText());
        JsonNode timeline = json(get("/api/runs/" + id + "/timeline"));
        assertThat(timeline.path("limit").asInt()).isEqualTo(2);
        assertThat(numbers(timeline.path("at_bedrock"))).contains(1).last().isEqualTo(0);
        assertThat(numbers(timeline.path("at_bedrock"))).allMatch(jobs -> jobs <= 2);
    }

    @Test
    void rows_without_an_answer_are_read_by_class_with_prompt_and_message() {
        HttpResponse<String> first = get("/api/runs/" + over + "/errors?class=validation&limit=20");
        HttpResponse<String> second = get(next(first));

        assertThat(json(first)).hasSize(20);
        assertThat(json(second)).hasSize(10);
        assertThat(next(second)).isEmpty();
        JsonNode row = json(first).get(0);
        assertThat(row.path("record_id").asText()).isEqualTo("r0000000010");
        assertThat(row.path("prompt").asText()).isEqualTo("Say something about odd <b>10.");
        assertThat(row.path("message").asText()).isEqualTo("Malformed <i>input</i>");
        assertThat(row.at("/row/id").asText()).isEqualTo("10");
        assertThat(json(get("/api/runs/" + over + "/errors?class=throttled"))).isEmpty();
    }

    @Test
    void the_first_rows_of_a_result_come_with_prompt_and_answer() {
        JsonNode rows = json(get("/api/runs/" + over + "/rows?limit=10"));

        assertThat(rows).hasSize(10);
        JsonNode answered = rows.get(0);
        assertThat(answered.path("record_id").asText()).isEqualTo("r0000000001");
        assertThat(answered.path("status").asText()).isEqualTo("ok");
        assertThat(answered.path("prompt").asText()).startsWith("Say something about ");
        assertThat(answered.path("answer").asText()).startsWith("Simulated answer ");
        assertThat(answered.at("/row/id").asText()).isEqualTo("1");
        assertThat(rows.get(9).path("status").asText()).isEqualTo("failed");
        assertThat(rows.get(9).path("error").asText()).isEqualTo("validation: Malformed <i>input</i>");
    }

    @Test
    void what_did_not_change_is_not_sent_again() {
        HttpResponse<String> first = get("/api/runs/" + over);
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> second =
                caravan.asked(caravan.request("/api/runs/" + over).header("If-None-Match", "\"other\", " + tag));
        HttpResponse<String> third =
                caravan.asked(caravan.request("/api/runs/" + over).header("If-None-Match", "\"other\""));

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(third.body()).isEqualTo(first.body());
    }

    @Test
    void a_file_is_fetched_from_s3_without_credentials_and_only_one_of_the_run() throws Exception {
        JsonNode files = json(get("/api/runs/" + over + "/files"));
        assertThat(texts(files, "name"))
                .contains("result.csv", "errors.jsonl", "summary.json", "plan.json", "run.json");
        JsonNode link = json(get("/api/runs/" + over + "/files/result.csv"));
        HttpResponse<String> file = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(link.path("url").asText()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body())
                .isEqualTo(caravan.get("runs/" + over + "/result.csv").orElseThrow());
        assertThat(file.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"result.csv\"");
        assertThat(problem(get("/api/runs/" + over + "/files/source.json"), 404))
                .contains("no file 'source.json'; its files are result.csv");
        assertThat(get("/api/runs/" + over + "/files/..%2f..%2fsecret").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_manifest_is_planned_then_dropped_then_dropped_again() {
        JsonNode dry = json(caravan.post("/api/plan", manifest().toString()));
        JsonNode planned = awaitState(dry.path("run").asText(), "planned");
        assertThat(json(get("/api/runs/" + dry.path("run").asText() + "/plan"))
                        .path("records")
                        .asInt())
                .isEqualTo(ROWS);
        assertThat(planned.path("jobs")).isEmpty();

        HttpResponse<String> dropped = caravan.post("/api/runs", manifest().toString());
        assertThat(dropped.statusCode()).isEqualTo(202);
        String run = json(dropped).path("run").asText();
        assertThat(dropped.headers().firstValue("Location")).hasValue("/api/runs/" + run);
        assertThat(awaitState(run, "done").path("manifest").asText())
                .isEqualTo(json(dropped).path("manifest").asText());

        HttpResponse<String> again =
                caravan.asked(caravan.request("/api/runs/" + dry.path("run").asText() + "/again")
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(awaitState(json(again).path("run").asText(), "done")
                        .path("records")
                        .asInt())
                .isEqualTo(ROWS);
    }

    @Test
    void a_manifest_that_is_wrong_is_refused_at_once_with_all_its_problems_and_not_dropped() {
        int before = caravan.keys("inbox/").size() + caravan.keys("rejected/").size();

        HttpResponse<String> refused = caravan.post(
                "/api/runs", manifest().put("promt", "x").put("priority", 12).toString());

        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(texts(json(refused).path("problems"), "field")).containsExactlyInAnyOrder("promt", "priority");
        assertThat(caravan.post("/api/runs", "{").statusCode()).isEqualTo(422);
        assertThat(caravan.keys("inbox/").size() + caravan.keys("rejected/").size())
                .isEqualTo(before);
    }

    @Test
    void what_is_not_there_or_not_understood_is_said_as_a_problem() {
        assertThat(problem(get("/api/runs/nobody"), 404)).isEqualTo("there is no run 'nobody'");
        assertThat(problem(get("/api/runs/nobody/jobs"), 404)).isEqualTo("there is no run 'nobody'");
        assertThat(problem(get("/api/runs?limit=1000"), 400)).isEqualTo("limit: '1000' must be from 1 to 500");
        assertThat(problem(get("/api/runs/" + over + "/jobs?cursor=x"), 400))
                .isEqualTo("cursor: 'x' is no job of run " + over);
        assertThat(problem(get("/api/runs/" + over + "/errors?cursor=x"), 400))
                .isEqualTo("cursor: 'x' must be a whole number");
        assertThat(caravan.post("/api/runs/nobody/cancel")).isEqualTo(404);
        assertThat(caravan.post("/api/runs/nobody/again")).isEqualTo(404);
        assertThat(caravan.post("/api/failures/nobody/redrive")).isEqualTo(404);
        assertThat(problem(get("/web/../routes/8-status.camel.yaml"), 404)).isNotEmpty();
        assertThat(problem(get("/lib/jquery.js"), 404)).isEqualTo("there is no library 'jquery.js'");
    }

    @Test
    void a_path_with_another_method_tells_which_it_takes() {
        for (String request : List.of(
                "DELETE /api/runs: GET, POST",
                "DELETE /api/runs/" + over + ": GET",
                "GET /api/runs/" + over + "/cancel: POST",
                "POST /api/events: GET",
                "PUT /openapi.json: GET")) {
            String[] words = request.split(":? ", 3);
            HttpResponse<String> response = caravan.send(words[0], words[1], "");

            assertThat(problem(response, 405)).isEqualTo(words[1] + " takes " + words[2] + ", not " + words[0]);
            assertThat(response.headers().firstValue("Allow")).hasValue(words[2]);
        }
        assertThat(caravan.send("DELETE", "/api/nowhere", "").statusCode()).isEqualTo(404);
    }

    @Test
    void another_sites_page_cannot_steer_runs() {
        HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
        String cancel = "/api/runs/" + over + "/cancel";

        assertThat(problem(
                        caravan.asked(caravan.request(cancel)
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(nothing)),
                        403))
                .isEqualTo("another site's page may not steer runs");
        assertThat(caravan.asked(caravan.request(cancel)
                                .header("Origin", "https://elsewhere.example")
                                .POST(nothing))
                        .statusCode())
                .isEqualTo(403);
        assertThat(caravan.asked(caravan.request(cancel)
                                .header("Sec-Fetch-Site", "same-origin")
                                .POST(nothing))
                        .statusCode())
                .isEqualTo(202);
        HttpRequest.Builder form = caravan.request("/api/runs").header("Content-Type", "text/plain");
        assertThat(caravan.asked(form.POST(
                                HttpRequest.BodyPublishers.ofString(manifest().toString())))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void a_body_that_is_larger_than_a_manifest_may_be_is_not_read() {
        assertThat(caravan.post("/api/runs", "x".repeat(1_200_000)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void every_answer_keeps_scripts_and_frames_of_others_out() {
        for (String path :
                List.of("/", "/web/app.js", "/lib/lit-html.js", "/api/runs", "/api/runs/nobody", "/nowhere")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        }
        assertThat(get("/").body())
                .doesNotContainPattern("(src|href)=\"(https?:)?//")
                .doesNotContain("<style");
    }

    @Test
    void an_answer_does_not_repeat_what_the_request_said() {
        var headers = caravan.asked(caravan.request("/api/runs?limit=1").header("X-Token", "secret"))
                .headers()
                .map();

        assertThat(headers).doesNotContainKeys("x-token", "limit", "user-agent");
    }

    @Test
    void a_failed_message_is_sent_to_its_queue_again() {
        caravan.send("caravan-plan", "no such run, ever!");
        JsonNode note = awaitNote("");
        assertThat(note.path("queue").asText()).isEqualTo("caravan-plan");

        assertThat(caravan.post("/api/failures/" + note.path("id").asText() + "/redrive"))
                .isEqualTo(202);

        JsonNode later = awaitNote(note.path("id").asText());
        assertThat(later.path("at").asText()).isGreaterThan(note.path("at").asText());
        assertThat(texts(json(get("/api/failures")), "id"))
                .doesNotContain(note.path("id").asText());
    }

    @Test
    void the_library_the_catalogue_and_the_slots_are_told() {
        assertThat(texts(json(get("/api/prompts")), "id")).contains("joke_about_topic", "ticket_router");
        assertThat(texts(json(get("/api/models")), "id")).contains("anthropic.claude-3-haiku-20240307-v1:0");
        await().atMost(LONG)
                .until(() ->
                        json(get("/api/slots/history")).path(0).path("in_use").size() > 1);
        assertThat(json(get("/api/slots/history")).get(0).path("pool").asText())
                .isEqualTo("123456789012/us-east-1/anthropic.claude-3-haiku-20240307-v1:0");
    }

    @Test
    @Timeout(60)
    void changes_are_told_as_they_happen() throws Exception {
        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(caravan.request("/api/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        String run = json(caravan.post("/api/runs", manifest().toString()))
                .path("run")
                .asText();

        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.equals("data: " + run)) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo("data: " + run);
        }
    }

    private static JsonNode awaitNote(String before) {
        await().atMost(LONG).until(() -> note(before) != null);
        return note(before);
    }

    private static JsonNode note(String before) {
        return StreamSupport.stream(json(get("/api/failures")).spliterator(), false)
                .filter(note -> note.path("message").asText().equals("no such run, ever!"))
                .filter(note -> !note.path("id").asText().equals(before))
                .findFirst()
                .orElse(null);
    }

    private static JsonNode awaitState(String id, String state) {
        await().atMost(LONG)
                .until(() -> json(get("/api/runs/" + id)).path("state").asText().equals(state));
        return json(get("/api/runs/" + id));
    }

    private static HttpResponse<String> get(String path) {
        return caravan.asked(caravan.request(path));
    }

    /** The detail of a problem of this status. */
    private static String problem(HttpResponse<String> response, int status) {
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(response).path("status").asInt())
                .isEqualTo(response.statusCode())
                .isEqualTo(status);
        return json(response).path("detail").asText();
    }

    private static String next(HttpResponse<String> page) {
        return page.headers()
                .firstValue("Link")
                .map(link -> link.replaceFirst("^<(.*)>; rel=\"next\"$", "$1"))
                .orElse("");
    }

    private static List<String> texts(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(name).asText())
                .toList();
    }

    private static List<Integer> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static ObjectNode manifest() {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/words.csv")
                .put("job_name_prefix", "words")
                .put("model_id", "anthropic.claude-3-haiku-20240307-v1:0")
                .put("prompt", "Say something about {word}.");
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
