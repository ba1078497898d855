package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.fakes.Given;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.bedrock.Faults;
import io.caravan.simulator.bedrock.Faults.RecordFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that ask the same, through a real service. */
class RepeatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 1000;
    private static final int WORDS = 330;

    @TempDir
    Path data;

    @Test
    void each_request_is_billed_once_and_again_when_it_failed_whatever_is_delivered_twice() throws Exception {
        try (LocalCaravan caravan = LocalCaravan.start(data, 3)) {
            caravan.cloud()
                    .simulator()
                    .faults(Faults.NONE.withRecords(
                            new RecordFault("word 7!", 0, 429, "slow down", 1),
                            new RecordFault("word 8!", 0, 400, "not that", 0)));
            caravan.put(
                    "data/words.csv",
                    IntStream.range(0, ROWS)
                            .mapToObj(row -> row + ",word " + row % WORDS + "!")
                            .collect(Collectors.joining("\n", "id,word\n", "\n")));
            String key = caravan.drop("""
                    {"s3_uri": "s3://caravan/data/words.csv", "job_name_prefix": "words", "prompt": "About {word}",
                     "model_id": "%s", "dedupe": true, "max_records_per_batch": 110, "remainder": "pad"}""".formatted(Given.HAIKU));
            String run = await().atMost(Duration.ofSeconds(60))
                    .until(() -> caravan.find(key), java.util.Optional::isPresent)
                    .orElseThrow()
                    .path("id")
                    .asText();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> caravan.keys("runs/" + run + "/jobs/").size() > 2);
            everythingAgain(caravan, run, 3);
            caravan.stopService();
            caravan.startService();
            everythingAgain(caravan, run, 3);

            JsonNode over = caravan.awaitOver(key);

            checked(caravan, over, 4);
            everythingAgain(caravan, run, 4); // the fourth is the stretch that is the result
            caravan.cloud().simulator().faults(Faults.NONE);
            caravan.post("/api/runs/" + run + "/retry");
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> caravan.find(key).orElseThrow().path("ok").asInt() == ROWS
                            && caravan.find(key)
                                    .orElseThrow()
                                    .path("state")
                                    .asText()
                                    .equals("done"));
            checked(caravan, caravan.find(key).orElseThrow(), 0);
        }
    }

    private static void everythingAgain(LocalCaravan caravan, String run, int jobs) {
        caravan.send("caravan-plan", run);
        caravan.send("caravan-aggregate", run);
        for (int job = 1; job <= jobs; job++) {
            caravan.send("caravan-chunk", "%s-%05d-1".formatted(run, job));
            caravan.send("caravan-collect", "%s-%05d-1".formatted(run, job));
        }
    }

    private static void checked(LocalCaravan caravan, JsonNode run, int failed) throws IOException {
        List<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(caravan.object(run, "result")).stream()
                .toList();
        assertThat(rows).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(rows.get(row).getField("id")).isEqualTo(Integer.toString(row));
            assertThat(rows.get(row).getField("record_id")).isEqualTo("r%010d".formatted(row % WORDS + 1));
            assertThat(rows.get(row).getField("response"))
                    .isEqualTo(rows.get(row % WORDS).getField("response"));
            if (row % WORDS != 8 || failed == 0) {
                assertThat(rows.get(row).getField("response")).endsWith("About word " + row % WORDS + "!");
            }
        }
        assertThat(run.path("failed").asInt()).isEqualTo(failed);
        assertThat(run.path("repeats").asInt()).isEqualTo(ROWS - WORDS);
        JsonNode summary = JSON.readTree(caravan.object(run, "summary"));
        assertThat(summary.at("/dedupe/sent").asInt()).isEqualTo(WORDS);
        assertThat(summary.at("/dedupe/repeats").asInt()).isEqualTo(ROWS - WORDS);
        assertThat(caravan.ledger(run).stream()
                        .filter(line -> line.path("what").asText().equals("billed"))
                        .mapToInt(line -> line.path("total").asInt()))
                .as("three chunks, and what failed in a job that is filled up")
                .startsWith(110, 110, 110)
                .hasSize(failed > 0 ? 4 : 5);
    }
}
