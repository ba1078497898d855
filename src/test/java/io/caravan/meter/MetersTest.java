package io.caravan.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of a service that did some work. */
class MetersTest {
    private static final String MANIFEST = """
            {
              "s3_uri": "s3://caravan/data/topics.csv",
              "job_name_prefix": "%s",
              "model_id": "anthropic.claude-3-haiku-20240307-v1:0",
              "prompt": "A joke about {topic}",
              "max_attempts": 1,
              "parameters": { "max_tokens": 50 }
            }""";

    @TempDir
    static Path data;

    private static LocalCaravan caravan;
    private static JsonNode run;

    @BeforeAll
    static void start() throws IOException {
        caravan = LocalCaravan.start(data, 2);
        caravan.cloud()
                .simulator()
                .faults(Faults.NONE.withRecords(new RecordFault("quantum physics for beginners", 0, 400, "no", 0)));
        caravan.put("data/topics.csv", Files.readString(Path.of("examples/jokes/topics.csv")));
        run = caravan.run(MANIFEST.formatted("first"));
        caravan.run(MANIFEST.formatted("second"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void what_was_done_is_counted() {
        String scrape = caravan.managed("/q/metrics");

        assertThat(value(scrape, "caravan_records_total{status=\"ok\"}"))
                .isEqualTo(2 * run.path("ok").asDouble())
                .isPositive();
        assertThat(value(scrape, "caravan_records_total{status=\"failed\"}"))
                .isEqualTo(2 * run.path("failed").asDouble())
                .isPositive();
        assertThat(value(scrape, "caravan_record_errors_total{class=\"validation\"}"))
                .isEqualTo(2 * run.path("failed").asDouble());
        assertThat(value(scrape, "caravan_tokens_total{direction=\"input\"}"))
                .isEqualTo(2 * run.path("input_tokens").asDouble());
        assertThat(value(scrape, "caravan_runs_total{state=\"done\"}")).isEqualTo(2);
        assertThat(value(scrape, "caravan_jobs_total{state=\"submitted\"}")).isEqualTo(2);
        assertThat(scrape).contains("caravan_api_calls_seconds_count{operation=\"CreateModelInvocationJob\"");
    }

    @Test
    void the_figures_speak_of_no_run_and_no_job() {
        assertThat(caravan.managed("/q/metrics"))
                .doesNotContain(run.path("id").asText())
                .doesNotContain("first-");
    }

    @Test
    void every_query_of_the_dashboard_asks_for_figures_that_there_are() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (JsonNode expression : new ObjectMapper()
                .readTree(Path.of("config/grafana/caravan.json").toFile())
                .findValues("expr")) {
            Matcher name = Pattern.compile("\\b(?:caravan|camel|jvm)_[a-z_]+").matcher(expression.asText());
            assertThat(name.results().map(MatchResult::group).peek(asked::add))
                    .as(expression.asText())
                    .isNotEmpty();
        }
        caravan.drop(MANIFEST.formatted("third")); // what is open is shown while something is
        Set<String> shown = new TreeSet<>();
        await().until(() -> {
            shown.addAll(names(caravan.managed("/q/metrics")));
            return shown.containsAll(asked);
        });
        assertThat(shown).containsAll(asked);
    }

    private static Set<String> names(String scrape) {
        return scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    private static double value(String scrape, String series) {
        return scrape.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0.0);
    }
}
