package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.local.LocalCaravan;
import io.caravan.routes.WrongRoutes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The routes as they are shipped, and what becomes of a folder with others. */
class RoutesTest {
    private static final Path ROUTES = Path.of("src/main/resources/routes");

    @TempDir
    Path folder;

    @Test
    void there_is_a_file_for_each_stage_and_one_for_failures() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "0-failures.camel.yaml",
                            "1-inbox.camel.yaml",
                            "2-plan.camel.yaml",
                            "3-chunk.camel.yaml",
                            "4-invoke.camel.yaml",
                            "4-submit.camel.yaml",
                            "5-track.camel.yaml",
                            "6-collect.camel.yaml",
                            "7-aggregate.camel.yaml",
                            "8-status.camel.yaml",
                            "9-meters.camel.yaml",
                            "9-notify.camel.yaml");
        }
    }

    @Test
    void nothing_is_found_in_the_shipped_routes() {
        try (Application application = booted(ROUTES)) {
            assertThat(application.advice()).isEmpty();
        }
    }

    @Test
    void nothing_is_found_in_the_cookbook() {
        try (Application application = booted(Path.of("examples/cookbook"))) {
            assertThat(application.advice()).isEmpty();
        }
    }

    @Test
    void one_file_is_one_stage_no_direct_endpoint_leaves_it() throws IOException {
        for (Path file : shipped()) {
            String yaml = Files.readString(file);
            Pattern.compile("uri: (direct:[a-z-]+)")
                    .matcher(yaml)
                    .results()
                    .forEach(uri -> assertThat(yaml)
                            .as(file.toString())
                            .containsPattern("from:\\s+uri: " + uri.group(1) + "\\s"));
        }
    }

    @Test
    void the_service_runs_with_all_routes_of_the_files() throws IOException {
        var ids = shipped().stream().flatMap(file -> ids(file).stream()).toList();
        // On the embedded cloud: the S3 endpoint looks for its bucket at the start.
        try (LocalCaravan caravan = LocalCaravan.start(folder, 1)) {
            assertThat(caravan.service().camel().getRoutes())
                    .extracting(Route::getRouteId)
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ref: chunker              | ref: chonker              | there is no bean 'chonker'
            method: write(${body})    | method: wrote(${body})    | bean 'chunker' has no method 'wrote'; did you mean 'write'?
            method: write(${body})    | method: write(${body}, 1) | bean 'chunker' has no method 'write' that takes 2 arguments
            waitTimeSeconds:          | waitTimeSecond:           | has no option 'waitTimeSecond'; did you mean 'waitTimeSeconds'?
            - convertBodyTo:          | - convertBodyInto:        | property 'convertBodyInto' is not defined in the schema
            {{caravan.workers}}       | {{caravan.worker}}        | {{caravan.worker}} has no value
            variable.written.toSubmit | variable.writen.toSubmit  | ${variable.writen} is set nowhere
            uri: quartz:              | uri: kwartz:              | 'kwartz' is no component that is on the class path
            """)
    void a_wrong_route_stops_the_start_with_its_line_and_the_reason(String right, String wrong, String reason)
            throws IOException {
        Path file = folder.resolve("3-chunk.camel.yaml");
        String yaml = Files.readString(ROUTES.resolve("3-chunk.camel.yaml"));
        assertThat(yaml).contains(right);
        String slip = yaml.replaceFirst(Pattern.quote(right), wrong.replace("$", "\\$"));
        Files.writeString(file, slip);
        int line = 1
                + (int) slip.substring(0, slip.indexOf(wrong))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();

        assertThatThrownBy(() -> booted(folder).close())
                .isInstanceOf(WrongRoutes.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith(file + ":" + line + ": ")
                        .contains(reason));
    }

    @Test
    void what_is_not_yaml_stops_the_start_with_its_line() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.camel.yaml"), "- route:\n    id: mine\n   from: x\n");

        assertThatThrownBy(() -> booted(folder).close()).hasMessageStartingWith(file + ":3: this is not YAML: ");
    }

    @Test
    void a_key_given_twice_stops_the_start() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.camel.yaml"), "- route:\n    id: one\n    id: two\n");

        assertThatThrownBy(() -> booted(folder).close())
                .hasMessageStartingWith(file + ":3: this is not YAML: Duplicate");
    }

    @Test
    void an_id_of_a_shipped_route_is_taken() throws IOException {
        Path file = folder.resolve("mine.camel.yaml");
        Files.writeString(file, given("chunk", "timer:mine", "direct:json"));

        String shipped = Files.readString(ROUTES.resolve("3-chunk.camel.yaml"));
        long line = shipped.substring(0, shipped.indexOf("id: chunk\n")).lines().count();
        assertThatThrownBy(() -> booted(folder).close())
                .hasMessage(file + ":2: the id 'chunk' is taken by line " + line
                        + " of 3-chunk.camel.yaml; a file that replaces a" + " shipped one has its name");
    }

    /** What only Camel itself finds has the file and line of its route. */
    @Test
    void a_route_that_camel_does_not_take_stops_the_start_with_its_line() throws IOException {
        Path file = folder.resolve("mine.camel.yaml");
        Files.writeString(
                file,
                "# mine\n"
                        + given("mine", "timer:mine", "direct:json")
                                .replace("timer:mine", "quartz:mine\n      parameters: { cron: never }"));

        assertThatThrownBy(() -> booted(folder).close())
                .hasMessageStartingWith(file + ":2: ")
                .hasMessageContaining("never");
    }

    @Test
    void no_more_chunks_are_written_at_once_than_there_are_cores() {
        try (Application application = booted(folder)) {
            assertThat(application.camel().getEndpoints())
                    .filteredOn(endpoint -> endpoint.getEndpointUri().startsWith("aws2-sqs://caravan-chunk?concurrent"))
                    .extracting(endpoint ->
                            ((Sqs2Endpoint) endpoint).getConfiguration().getConcurrentConsumers())
                    .isNotEmpty()
                    .allSatisfy(workers -> assertThat(workers)
                            .isBetween(1, Runtime.getRuntime().availableProcessors()));
        }
    }

    @Test
    void a_file_of_a_shipped_name_replaces_it_and_others_are_added() throws IOException {
        Files.writeString(folder.resolve("3-chunk.camel.yaml"), given("mine-instead", "timer:mine", "direct:json"));
        Files.writeString(folder.resolve("mine.camel.yaml"), given("mine-too", "timer:mine", "direct:json"));

        try (Application application = booted(folder)) {
            assertThat(application.camel().getRoutes())
                    .extracting(Route::getRouteId)
                    .contains("mine-instead", "mine-too", "plan")
                    .doesNotContain("chunk");
        }
    }

    @Test
    void the_command_says_all_of_it_and_exits_with_1() throws IOException {
        Path file = folder.resolve("mine.camel.yaml");
        Files.writeString(file, given("mine", "timer:mine?peroid=5", "direct:nowhere"));
        var out = new StringWriter();

        assertThat(command(out).execute("routes", "check", folder.toString())).isEqualTo(1);

        assertThat(out.toString().lines())
                .containsExactly(
                        file + ":5: timer:mine?peroid=5 has no option 'peroid'; did you mean 'period'?",
                        file + ":8: direct:nowhere has no consumer",
                        "1 file: not fit to start");
    }

    @Test
    void the_command_gives_advice_as_json_and_exits_with_0() throws IOException {
        Path file = folder.resolve("mine.camel.yaml");
        Files.writeString(
                file, given("mine", "timer:mine", "direct:json").replace("    description: For a test\n", ""));
        var out = new StringWriter();

        assertThat(command(out).execute("routes", "check", "--json", folder.toString()))
                .isZero();

        assertThat(out.toString().strip()).isEqualToIgnoringWhitespace("""
                [ {"file": "%s", "line": 1, "weight": "advice",
                   "reason": "route 'mine' lacks an id or a description"} ]
                """.formatted(file));
    }

    @Test
    void the_command_refuses_a_folder_without_routes_with_2() {
        assertThat(command(new StringWriter()).execute("routes", "check", folder.toString()))
                .isEqualTo(2);
        assertThat(command(new StringWriter()).execute("routes", "check", "/nowhere"))
                .isEqualTo(2);
    }

    private static CommandLine command(StringWriter out) {
        return new CommandLine(new Commands()).setOut(new PrintWriter(out)).setErr(new PrintWriter(new StringWriter()));
    }

    private static String given(String id, String from, String to) {
        return """
                - route:
                    id: %s
                    description: For a test
                    from:
                      uri: %s
                      steps:
                        - to:
                            uri: %s
                """.formatted(id, from, to);
    }

    /** Boots Camel with a folder of routes, without starting them: nothing is called outside. */
    private static Application booted(Path routes) {
        var settings = new TreeMap<>(Map.of(
                "caravan.routes", routes.toString(),
                "camel.main.auto-startup", "false",
                "camel.server.enabled", "false",
                "camel.management.enabled", "false",
                "caravan.home", Path.of("").toAbsolutePath().toString(),
                "caravan.region", "us-east-1"));
        var application = new Application(settings);
        application.start();
        return application;
    }

    private static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.toList();
        }
    }

    private static List<String> ids(Path file) {
        try {
            return Pattern.compile("(?m)^- route:\\n    id: (.*)$")
                    .matcher(Files.readString(file))
                    .results()
                    .map(id -> id.group(1))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
