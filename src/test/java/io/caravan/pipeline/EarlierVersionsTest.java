package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.local.LocalCaravan;
import io.caravan.local.Snapshot;
import io.caravan.simulator.Cloud;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables and buckets that earlier versions left in the middle of their runs, as {@link MidRun} writes them. */
class EarlierVersionsTest {
    private static final Path FIXTURES = Path.of("src/test/resources/earlier");
    private static final int QUOTA = 2;

    static Stream<Path> versions() {
        return Snapshot.all(FIXTURES).stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void what_a_version_left_in_the_middle_is_taken_to_its_end_with_every_row(Path version, @TempDir Path data)
            throws IOException {
        Cloud cloud = LocalCaravan.cloud(data, MidRun.limits(QUOTA));
        LocalCaravan.point(cloud);
        new Snapshot(version).put(cloud);
        try (LocalCaravan caravan = LocalCaravan.start(
                cloud, QUOTA, Map.of("caravan.models", MidRun.models(data).toString()))) {
            for (int dropped = 1; dropped <= 3; dropped++) {
                assertEveryRow(caravan, caravan.awaitOver("inbox/test-" + dropped + ".json"));
            }
        }
    }

    @Test
    void what_a_later_version_wrote_is_left_alone_and_goes_on_once_it_can_be_read(@TempDir Path data)
            throws IOException {
        Cloud cloud = LocalCaravan.cloud(data, MidRun.limits(QUOTA + 2));
        LocalCaravan.point(cloud);
        Snapshot snapshot = new Snapshot(FIXTURES.resolve("shape-1"));
        snapshot.put(cloud);
        String run = snapshot.runs().stream()
                .filter(id -> id.startsWith("under-way"))
                .findFirst()
                .orElseThrow();
        List<String> written = Snapshot.reshape(cloud, run, 99);
        try (LocalCaravan caravan = LocalCaravan.start(
                cloud, QUOTA + 2, Map.of("caravan.models", MidRun.models(data).toString()))) {
            assertEveryRow(caravan, caravan.awaitOver("inbox/test-2.json"));
            assertEveryRow(caravan, caravan.awaitOver("inbox/test-3.json"));
            awaitJobsOver(cloud, run);
            caravan.put("inbox/last.json", MidRun.manifest("last"));
            assertEveryRow(caravan, caravan.awaitOver("inbox/last.json")); // takes many sweeps

            assertThat(Snapshot.bodies(cloud, run)).isEqualTo(written);
            assertThat(caravan.page("/api/slots")).contains("\"inUse\":2");
            HttpResponse<String> asked = caravan.asked(caravan.request("/api/runs/" + run));
            assertThat(asked.statusCode()).isEqualTo(503);
            assertThat(asked.body())
                    .contains("run#" + run
                            + " run was written by a later version of Caravan: its shape is 99, this version"
                            + " knows shapes up to 2; it is left alone for replicas of that version, so roll that version out, or"
                            + " wait until its runs are over before going back");

            Snapshot.reshape(cloud, run, 1); // as the replica of that version can read it
            assertEveryRow(caravan, caravan.awaitOver("inbox/test-1.json"));
            assertThat(caravan.page("/api/failures")).isEqualTo("[]");
        }
    }

    /** Their events come, and are not for this version. */
    private static void awaitJobsOver(Cloud cloud, String run) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(cloud.simulator().ledger())
                                .lines()
                                .filter(line -> line.contains(run) && line.contains("billed"))
                                .count()
                        == 2);
    }

    private static void assertEveryRow(LocalCaravan caravan, JsonNode run) {
        assertThat(run.path("state").asText()).isEqualTo("done");
        List<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(caravan.object(run, "result")).stream()
                .toList();
        assertThat(rows)
                .extracting(row -> row.getField("id"))
                .isEqualTo(IntStream.rangeClosed(1, MidRun.ROWS)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.getField("status")).isEqualTo("ok");
            assertThat(row.getField("response")).contains("Say " + row.getField("word") + "!");
        });
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_fixture_holds_what_is_open_in_every_stage(Path version) throws IOException {
        assertThat(new Snapshot(version).bodies())
                .extracting(body -> body.at("/state/is").asText())
                .contains("Running", "Planned", "Ready", "Submitted", "Collected");
    }
}
