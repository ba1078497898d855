package io.caravan.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.command.Shell.Ran;
import io.caravan.local.ApiContract;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a service that runs, which asks for a token before it is steered. */
class SteeringTest {
    private static final ApiContract CONTRACT = ApiContract.shipped();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String TOKEN = "correct-horse-battery-staple";
    private static final int ROWS = 200;
    private static final Faults ODD = Faults.NONE.withRecords(new RecordFault("odd", 0, 400, "Malformed input", 0));

    @TempDir
    static Path data;

    @TempDir
    static Path here;

    private static LocalCaravan caravan;
    private static Shell shell;
    /** Over, with 20 rows that failed. */
    private static String over;

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, 2, Map.of("caravan.access.local", "false", "caravan.access.token", TOKEN));
        shell = new Shell(Map.of("CARAVAN_URL", caravan.address().toString(), "CARAVAN_TOKEN", TOKEN), false);
        caravan.put(
                "data/words.csv",
                IntStream.rangeClosed(1, ROWS)
                        .mapToObj(row -> row + "," + (row % 10 == 0 ? "odd " : "even ") + row)
                        .collect(Collectors.joining("\n", "id,word\n", "\n")));
        faults(ODD);
        Ran submitted = shell.run("submit", manifest(""), "--watch", "--json");
        assertThat(submitted.code()).as(submitted.err()).isEqualTo(3);
        over = last(submitted).path("id").asText();
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void every_change_of_a_watched_run_is_a_line_of_the_api_and_the_last_one_is_its_end() {
        Ran submitted = shell.run("submit", manifest("\"max_records\": 100,"), "--watch", "--json");

        assertThat(submitted.code()).isEqualTo(3);
        assertThat(submitted.out().lines()).hasSizeGreaterThan(1).allSatisfy(line -> fits("Run", line));
        assertThat(last(submitted).path("state").asText()).isEqualTo("done");
        assertThat(last(submitted).path("failed").asInt()).isEqualTo(10);
    }

    @Test
    void a_run_is_submitted_by_its_manifest_alone_and_its_id_is_the_first_line() {
        Ran submitted = shell.run("submit", manifest("\"max_records\": 100, \"dry_run\": true,"));
        String id = submitted.out().lines().findFirst().orElseThrow();
        Ran json = shell.run("submit", manifest("\"max_records\": 100, \"dry_run\": true,"), "--json");

        assertThat(submitted.code()).isZero();
        assertThat(submitted.out()).endsWith("follow it: ./caravan watch " + id + "\n");
        await().atMost(LONG).until(() -> shell.run("status", id).code() == 0);
        Ran watched = shell.run("watch", id);
        assertThat(watched.code()).isZero();
        assertThat(watched.out()).contains("planned: './caravan status " + id + "' tells where the plan stands");
        fits("Dropped", json.out());
    }

    @Test
    void a_plan_is_that_of_the_service() {
        Ran planned = shell.run("plan", manifest(""));
        Ran json = shell.run("plan", manifest(""), "--json");

        assertThat(planned.code()).as(planned.err()).isZero();
        assertThat(planned.out()).startsWith("200 records in 1 job of about 200, at most ");
        assertThat(planned.out()).contains("prompt of r0000000001:\n    Say something about even 1.");
        fits("Plan", json.out());
    }

    @Test
    void a_plan_above_the_budget_ends_with_1_and_the_reason() {
        Ran planned = shell.run("plan", manifest("\"max_cost_usd\": 0.000001,"));

        assertThat(planned.code()).isEqualTo(1);
        assertThat(planned.err()).contains("cannot be planned").contains("max_cost_usd");
    }

    @Test
    void a_manifest_with_mistakes_is_refused_with_all_of_them_and_exit_code_2() throws IOException {
        Path wrong = here.resolve("wrong.json");
        Files.writeString(wrong, "{\"promt\": \"Hi\", \"priority\": 12}");

        Ran submitted = shell.run("submit", wrong.toString());

        assertThat(submitted.code()).isEqualTo(2);
        assertThat(submitted.out()).isEmpty();
        assertThat(submitted.err())
                .startsWith("the manifest was refused:\n")
                .contains("  promt: is not a field of a manifest; did you mean 'prompt'?\n")
                .contains("  priority: ");
    }

    @Test
    void a_manifest_that_is_not_there_or_names_a_file_of_this_machine_is_not_dropped() throws IOException {
        Path local = here.resolve("local.json");
        Files.writeString(local, "{\"s3_uri\": \"topics.csv\"}");
        int before = shell.run("list", "--json", "--limit", "500").json().size();

        assertThat(shell.run("submit", here.resolve("nowhere.json").toString()))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "there is no file " + here + "/nowhere.json; a manifest is a JSON file, see README.md\n"));
        assertThat(shell.run("submit", local.toString()))
                .isEqualTo(new Ran(
                        2,
                        "",
                        local
                                + ": s3_uri is 'topics.csv', a path of this machine, which the service cannot read. Copy it"
                                + " to the service's bucket, for example 'aws s3 cp topics.csv s3://<bucket>/data/', and"
                                + " name it in s3_uri as it is there\n"));
        assertThat(shell.run("list", "--json", "--limit", "500").json()).hasSize(before);
    }

    @Test
    void runs_are_listed_the_newest_first_as_many_and_in_the_state_that_is_asked_for() {
        Ran all = shell.run("list", "--json");
        Ran one = shell.run("list", "--limit", "1", "--json");
        Ran done = shell.run("list", "--state", "done");
        Ran none = shell.run("list", "--state", "canary");

        assertThat(all.json()).allSatisfy(run -> fits("Run", run.toString()));
        assertThat(all.json()).extracting(run -> run.path("id").asText()).contains(over);
        assertThat(one.json()).hasSize(1);
        assertThat(done.out())
                .startsWith("RUN   ")
                .containsPattern(over + " +done +200/200 +20 +\\$0\\.\\d{4}  \\d{4}-.*Z  anthropic");
        assertThat(none).isEqualTo(new Ran(0, "no runs\n", ""));
        assertThat(shell.run("list", "--state", "dun").code()).isEqualTo(2);
        assertThat(shell.run("list", "--limit", "0").err())
                .startsWith("--limit: 0 is no number of runs; it is at least 1");
    }

    @Test
    void a_run_is_told_of_in_words_and_as_the_api_has_it() {
        Ran words = shell.run("status", over);

        assertThat(words.code()).isZero();
        assertThat(words.out())
                .startsWith(over + "  done\nmodel    anthropic")
                .contains("records  200/200 records · 180 ok, 20 failed (validation ×20), 0 skipped\n")
                .contains("result   s3://caravan/runs/" + over + "/result.csv\n");
        fits("Run", shell.run("status", over, "--json").out());
    }

    @Test
    void without_an_id_the_newest_run_is_meant() {
        Ran newest = shell.run("list", "--limit", "1", "--json");

        assertThat(shell.run("status", "--json").json().path("id"))
                .isEqualTo(newest.json().get(0).path("id"));
    }

    @Test
    void a_run_that_there_is_not_ends_with_4_and_the_nearest_one() {
        String mistyped = over.substring(0, over.length() - 1) + "_";
        String url = shell.environment().get("CARAVAN_URL").replaceAll("/$", "");

        for (String command : List.of("status", "watch", "results", "cancel", "retry")) {
            assertThat(shell.run(command, mistyped))
                    .as(command)
                    .isEqualTo(new Ran(
                            4,
                            "",
                            "there is no run '" + mistyped + "' at " + url + "; did you mean '" + over + "'?\n"));
        }
        assertThat(shell.run("status", "x").err())
                .isEqualTo("there is no run 'x' at " + url + "; './caravan list' tells what runs there are\n");
    }

    @Test
    void results_are_downloaded_whole_into_a_folder() throws IOException {
        Path to = here.resolve("results");

        Ran fetched = shell.run("results", over, "--to", to.toString());
        Ran json = shell.run("results", over, "plan.json", "--to", to.toString(), "--json");

        assertThat(fetched.code()).as(fetched.err()).isZero();
        for (String name : List.of("result.csv", "errors.jsonl", "summary.json")) {
            assertThat(Files.readString(to.resolve(name)))
                    .isEqualTo(caravan.get("runs/" + over + "/" + name).orElseThrow());
            assertThat(fetched.out()).contains(to.resolve(name) + "  " + Files.size(to.resolve(name)) + " bytes\n");
        }
        assertThat(json.json()).hasSize(1);
        assertThat(json.json().get(0).path("path").asText()).isEqualTo(to.resolve("plan.json") + "");
        fits(
                "File",
                ((com.fasterxml.jackson.databind.node.ObjectNode) json.json().get(0)).without("path") + "");
        try (var files = Files.list(to)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("result.csv", "errors.jsonl", "summary.json", "plan.json");
        }
    }

    @Test
    void a_file_that_a_run_has_not_ends_with_4_and_names_those_that_it_has() {
        Ran fetched = shell.run(
                "results", over, "results.csv", "--to", here.resolve("none").toString());

        assertThat(fetched.code()).isEqualTo(4);
        assertThat(fetched.err()).startsWith("run " + over + " has no file 'results.csv'; its files are result.csv, ");
        assertThat(here.resolve("none")).doesNotExist();
    }

    @Test
    void failed_rows_are_sent_again_and_only_while_there_are_some() {
        String id = last(shell.run(
                        "submit", manifest("\"max_records\": 110, \"remainder\": \"pad\","), "--watch", "--json"))
                .path("id")
                .asText();
        faults(Faults.NONE);
        try {
            Ran retried = shell.run("retry", id);
            await().atMost(LONG)
                    .until(() ->
                            shell.run("status", id, "--json").json().path("ok").asInt() == 110);

            assertThat(retried)
                    .isEqualTo(new Ran(
                            0, "11 rows of run " + id + " are sent again; see them: ./caravan watch " + id + "\n", ""));
            assertThat(shell.run("watch", id).code()).isZero();
            assertThat(shell.run("retry", id))
                    .isEqualTo(new Ran(1, "", "run " + id + " (done) has no rows to send again\n"));
        } finally {
            faults(ODD);
        }
    }

    @Test
    void a_run_is_cancelled_and_its_watcher_ends_with_1() throws Exception {
        faults(Faults.NONE.withCreates(2, 0, 0, 0)); // nothing can start
        try {
            String id =
                    shell.run("submit", manifest("")).out().lines().findFirst().orElseThrow();
            await().atMost(LONG).until(() -> shell.run("status", id).code() == 0);
            var watched = CompletableFuture.supplyAsync(() -> shell.run("watch", id));

            Ran early = shell.run("results", id);
            Ran retry = shell.run("retry", id);
            Ran cancelled = shell.run("cancel", id, "--json");

            assertThat(early)
                    .isEqualTo(new Ran(
                            4,
                            "",
                            "run " + id + " is not over, its result comes then; see it end: ./caravan watch " + id
                                    + "\n"));
            assertThat(retry.code()).isEqualTo(1);
            assertThat(retry.err())
                    .endsWith("has no rows to send again; it is not over yet: './caravan watch " + id + "'\n");
            assertThat(cancelled.code()).isZero();
            fits("Run", cancelled.out());
            Ran end = watched.get(60, TimeUnit.SECONDS);
            assertThat(end.code()).isEqualTo(1);
            assertThat(end.out()).contains("200 rows: ").contains("200 skipped");
            assertThat(shell.run("cancel", id))
                    .isEqualTo(new Ran(0, "run " + id + " is over already: cancelled\n", ""));
        } finally {
            faults(ODD);
        }
    }

    @Test
    void an_interrupt_ends_the_watching_and_not_the_run() throws Exception {
        faults(Faults.NONE.withCreates(2, 0, 0, 0)); // nothing can start
        String id = shell.run("submit", manifest("")).out().lines().findFirst().orElseThrow();
        await().atMost(LONG).until(() -> shell.run("status", id).code() == 0);
        Process watching = shell.start("watch", id);
        try (var printed = watching.inputReader()) {
            assertThat(printed.readLine()).contains(id);
            new ProcessBuilder("kill", "-INT", Long.toString(watching.pid())).start();

            assertThat(watching.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(watching.exitValue()).isEqualTo(130);
            assertThat(printed.lines().reduce("", (before, line) -> line))
                    .endsWith("detached: run " + id + " goes on; './caravan watch " + id + "' comes back to it,"
                            + " './caravan cancel " + id + "' stops it");
        } finally {
            watching.destroyForcibly();
            faults(ODD);
        }
        assertThat(shell.run("watch", id).code()).isEqualTo(3);
    }

    @Test
    void on_a_terminal_the_panel_is_drawn_over_itself() {
        Ran watched = new Shell(shell.environment(), true).run("watch", over);

        assertThat(watched.code()).isEqualTo(3);
        assertThat(watched.out())
                .startsWith("\u001b[?7l\u001b[J" + over + "  done\n" + "█".repeat(40) + "  200/200 records\n")
                .contains("\u001b[?7h200 rows: 180 ok, 20 failed (validation ×20), 0 skipped · ")
                .endsWith(", or './caravan results " + over + "'\n");
    }

    @Test
    void without_the_token_nothing_is_steered_and_the_exit_code_is_5() {
        Shell stranger = shell.with("CARAVAN_TOKEN", "");
        Shell mistaken = shell.with("CARAVAN_TOKEN", "not-the-token-of-this-service");

        assertThat(stranger.run("retry", over).code()).isEqualTo(5);
        Ran none = stranger.run("submit", manifest(""));
        Ran other = mistaken.run("submit", manifest(""));

        assertThat(none.code()).isEqualTo(5);
        assertThat(none.err()).endsWith("; set CARAVAN_TOKEN to its token\n");
        assertThat(other.code()).isEqualTo(5);
        assertThat(other.err()).endsWith("; the token in CARAVAN_TOKEN is not what it takes\n");
        assertThat(none.err() + other.err()).doesNotContain("not-the-token").doesNotContain(TOKEN);
    }

    private static void faults(Faults faults) {
        caravan.cloud().simulator().faults(faults);
    }

    private static String manifest(String more) {
        try {
            Path file = Files.createTempFile(here, "run", ".json");
            Files.writeString(file, "{" + more + """
                            "s3_uri": "s3://caravan/data/words.csv",
                            "job_name_prefix": "steered",
                            "model_id": "anthropic.claude-3-haiku-20240307-v1:0",
                            "prompt": "Say something about {word}.",
                            "parameters": {"max_tokens": 64}
                            }
                            """);
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode last(Ran ran) {
        List<String> lines = ran.out().lines().toList();
        try {
            return JSON.readTree(lines.get(lines.size() - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fits(String schema, String json) {
        assertThat(CONTRACT.faults(schema, json)).as("%s: %s", schema, json).isEmpty();
    }
}
