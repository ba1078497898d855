package io.caravan.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caravan.command.Shell.Ran;
import io.caravan.local.LocalCaravan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say where there is no service, or something else, or one that goes away. */
class SilentServiceTest {
    private static final String RUN = """
            {"id": "jokes-1", "state": "running", "model_id": "m", "source": "s3://b/k", "processed": 1, "records": 3,
            "accepted_at": "2026-01-01T00:00:00Z", "jobs": {}, "bedrock": {}, "errors": {}}""";

    @TempDir
    Path here;

    private HttpServer server;
    private Shell shell;
    /** What is answered next, status and body; JSON unless the body is markup. */
    private final Queue<Answer> answers = new ArrayDeque<>();

    private final List<String> asked = new ArrayList<>();

    private record Answer(int status, String body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            Answer answer = exchange.getRequestURI().getPath().equals("/api/events")
                    ? new Answer(503, "<html>")
                    : answers.remove();
            String type = answer.body.startsWith("<") ? "text/html" : "application/json";
            exchange.getResponseHeaders()
                    .add("Content-Type", answer.status < 400 ? type : type.replace("/", "/problem+"));
            if (answer.status == 302) {
                exchange.getResponseHeaders().add("Location", "https://login.example.com/");
            }
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        shell = new Shell(Map.of("CARAVAN_URL", url()), false);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void where_nothing_listens_it_is_said_how_to_start_a_service_and_the_exit_code_is_6() {
        String nowhere = "http://127.0.0.1:" + LocalCaravan.freePort();

        Stream.of("list", "status", "watch", "results", "cancel x", "retry x").forEach(command -> {
            String[] words = (command + " --url " + nowhere).split(" ");
            assertThat(shell.run(words))
                    .isEqualTo(new Ran(
                            6,
                            "",
                            "no service listens at " + nowhere
                                    + "; './caravan local' or './caravan serve' starts one, and"
                                    + " --url or CARAVAN_URL says where another is\n"));
        });
    }

    @Test
    void a_host_that_there_is_not_is_named() {
        assertThat(shell.run("list", "--url", "http://no-such-host.invalid"))
                .isEqualTo(new Ran(
                        6,
                        "",
                        "there is no host of the name in http://no-such-host.invalid; --url or CARAVAN_URL names"
                                + " another\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"caravan.example.com", "ftp://caravan", "http://", "http://user:word@host", "http://h/?q"})
    void what_is_no_address_is_refused(String url) {
        Ran ran = shell.run("list", "--url", url);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith("'" + url.replaceAll("/+$", "")
                        + "' is not the address of a service; one looks like http://127.0.0.1:8080\n");
    }

    @Test
    void what_answers_and_is_not_caravan_is_told_apart_from_it() {
        answers.add(new Answer(200, "<html>Welcome to nginx!</html>"));
        answers.add(new Answer(302, "<html>"));

        assertThat(shell.run("list").err())
                .isEqualTo(url() + " answered GET /api/runs with 200 and nothing of Caravan's; is it the service's"
                        + " address?\n");
        assertThat(shell.run("list").err())
                .isEqualTo(url()
                        + " answered GET /api/runs with 302, which leads to https://login.example.com/ and nothing"
                        + " of Caravan's; is it the service's address?\n");
    }

    @Test
    void a_service_behind_a_path_is_reached() {
        answers.add(new Answer(200, "[]"));

        assertThat(shell.run("list", "--url", url() + "/caravan/").out()).isEqualTo("no runs\n");
        assertThat(asked).containsExactly("GET /caravan/api/runs?limit=20");
    }

    @Test
    void an_error_of_the_service_is_told_in_its_words() {
        answers.add(new Answer(503, "{\"status\": 503, \"title\": \"Not now\", \"detail\": \"the table is away\"}"));

        assertThat(shell.run("list"))
                .isEqualTo(new Ran(6, "", "the service at " + url() + " cannot answer now: the table is away\n"));
    }

    @Test
    void a_watch_goes_on_when_the_service_was_away() {
        answers.add(new Answer(200, RUN));
        answers.add(new Answer(502, "<html>Bad gateway</html>"));
        answers.add(new Answer(
                200, RUN.replace("running", "done").replace("}}", "}, \"ended_at\": \"2026-01-01T00:00:09Z\"}")));

        Ran watched = shell.run("watch", "jokes-1");

        assertThat(watched.code()).isZero();
        assertThat(watched.out())
                .contains("jokes-1  1/3 records · running\n")
                .contains(
                        "asking again: " + url() + " answered GET /api/runs/jokes-1 with 502 and nothing of Caravan's;")
                .contains("jokes-1  1/3 records · done\n");
    }

    @Test
    void a_file_that_came_in_part_is_not_kept() throws IOException {
        answers.add(new Answer(200, RUN.replace("\"state\"", "\"result\": \"s3://b/r\", \"state\"")));
        answers.add(new Answer(200, "[{\"name\": \"result.csv\", \"size\": 9, \"href\": \"/link\"}]"));
        answers.add(new Answer(200, "{\"url\": \"" + url() + "/s3\", \"seconds\": 9}"));
        answers.add(new Answer(200, "id,w"));
        Path result = Files.writeString(here.resolve("result.csv"), "of before");

        assertThat(shell.run("results", "jokes-1", "--to", here.toString()))
                .isEqualTo(new Ran(1, "", result + " came with 4 of 9 bytes; ask again\n"));
        assertThat(here).isDirectoryContaining("glob:**/result.csv");
        assertThat(result).hasContent("of before");
        try (Stream<Path> files = Files.list(here)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_name_that_leads_out_of_the_folder_stays_in_it() throws IOException {
        answers.add(new Answer(200, RUN));
        answers.add(new Answer(200, "[{\"name\": \"../../x\", \"size\": 1, \"href\": \"/link\"}]"));
        answers.add(new Answer(200, "{\"url\": \"" + url() + "/s3\", \"seconds\": 9}"));
        answers.add(new Answer(200, "1"));

        assertThat(shell.run(
                                "results",
                                "jokes-1",
                                "../../x",
                                "--to",
                                here.resolve("to").toString())
                        .code())
                .isZero();
        assertThat(here.resolve("to/x")).hasContent("1");
    }

    @Test
    void what_would_steer_the_terminal_is_not_printed() {
        answers.add(new Answer(200, RUN.replace("\"state\"", "\"reason\": \"a\\u001b[2Jb\", \"state\"")));

        assertThat(shell.run("status", "jokes-1").out()).contains("reason   a�[2Jb\n");
    }

    @Test
    void the_token_goes_to_the_service_and_not_to_where_files_are() {
        var seen = new ArrayList<String>();
        server.removeContext("/");
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (exchange.getRequestURI().getPath().endsWith("/files")
                            ? "[{\"name\": \"plan.json\", \"size\": 1, \"href\": \"/link\"}]"
                            : exchange.getRequestURI().getPath().equals("/s3")
                                    ? "1"
                                    : RUN.replace("\"id\"", "\"url\": \"" + url() + "/s3\", \"id\""))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        Ran ran = shell.with("CARAVAN_TOKEN", " secret-of-the-service ")
                .run("results", "jokes-1", "plan.json", "--to", here.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(seen)
                .containsExactly(
                        "/api/runs/jokes-1 Bearer secret-of-the-service",
                        "/api/runs/jokes-1/files Bearer secret-of-the-service",
                        "/link Bearer secret-of-the-service",
                        "/s3 null");
    }

    @Test
    void every_command_has_help_with_its_exit_codes() {
        assertThat(Shell.commands().getSubcommands().keySet())
                .containsExactly("submit", "plan", "list", "status", "watch", "results", "cancel", "retry");
        Shell.commands()
                .getSubcommands()
                .keySet()
                .forEach(command -> assertThat(shell.run(command, "--help").out())
                        .contains("Usage: caravan " + command)
                        .contains("--json")
                        .contains("--url=URL")
                        .contains("Exit codes:")
                        .contains("  6  "));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
