package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.format.GeneratedParquet;
import io.caravan.local.LocalCaravan;
import io.caravan.simulator.hub.HubCall;
import io.caravan.simulator.hub.HubSimulator;
import io.caravan.simulator.hub.HubTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets of a stand-in of the Hub, run by a real service on the embedded cloud. */
class HubPipelineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path data;

    @TempDir
    static Path datasets;

    private static HubSimulator hub;
    private static LocalCaravan caravan;

    @BeforeAll
    static void start() throws IOException {
        parquet("blue/jokes/main/data/train-00000-of-00002.parquet", 1, 70);
        parquet("blue/jokes/main/data/train-00001-of-00002.parquet", 71, 120);
        parquet("blue/converted/convert/default/train/0000.parquet", 1, 120);
        Files.createDirectories(datasets.resolve("blue/converted/main"));
        Files.writeString(datasets.resolve("blue/converted/main/train.csv"), "id,topic\n");
        copy("caravan/topics/main/README.md");
        copy("caravan/topics/main/data/train-00000-of-00001.parquet");
        hub = HubSimulator.start(datasets);
        caravan = LocalCaravan.start(data, 3, hub);
    }

    @AfterAll
    static void stop() {
        caravan.close();
        hub.close();
    }

    @Test
    void a_repositorys_files_become_one_result_which_names_their_commit() throws IOException {
        JsonNode run = caravan.run(manifest("blue/jokes").put("split", "train").toString());

        assertThat(run.path("state").asText()).isEqualTo("done");
        List<String> result = caravan.object(run, "result").lines().toList();
        assertThat(result).hasSize(121);
        for (int row = 1; row <= 120; row++) {
            assertThat(result.get(row)).startsWith("%d,topic %d,r%010d,".formatted(row, row, row));
        }
        JsonNode dataset = JSON.readTree(caravan.object(run, "summary")).path("dataset");
        assertThat(dataset.path("id").asText()).isEqualTo("blue/jokes");
        assertThat(dataset.path("split").asText()).isEqualTo("train");
        assertThat(dataset.path("revision").asText()).matches("[0-9a-f]{40}");
        assertThat(dataset.path("conversion").asText()).isEqualTo("none");
        assertThat(run.path("source").asText())
                .isEqualTo(
                        "hf://datasets/blue/jokes@" + dataset.path("revision").asText() + "/default/train");
    }

    @Test
    void the_readmes_example_holds_the_topics_of_the_csv_file() throws IOException {
        JsonNode run = caravan.run(Files.readString(Path.of("examples/huggingface/local.json")));

        assertThat(run.path("ok").asLong()).isEqualTo(120);
        List<String> topics = Files.readAllLines(Path.of("examples/jokes/topics.csv"));
        String result = caravan.object(run, "result"); // its answers have line ends
        for (int row = 1; row <= 120; row++) {
            assertThat(result).contains("\n" + topics.get(row) + ",r%010d,".formatted(row));
        }
    }

    @Test
    void a_connection_that_breaks_and_a_service_that_stops_lose_nothing() {
        hub.trouble("files", new HubTrouble.BreaksOff(100)); // at the inbox's look, or while it is fetched
        hub.trouble("files", new HubTrouble.FallsSilent());
        String dropped = caravan.drop(manifest("blue/converted").toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> calls("files") > 0);
        caravan.restartService();

        JsonNode run = caravan.awaitOver(dropped);

        assertThat(run.path("state").asText()).isEqualTo("done");
        assertThat(run.path("ok").asLong()).isEqualTo(120);
    }

    @Test
    void an_unknown_split_is_refused_with_those_there_are() {
        JsonNode error =
                caravan.refusal(manifest("blue/jokes").put("split", "trains").toString());

        assertThat(error.at("/problems/0/field").asText()).isEqualTo("split");
        assertThat(error.at("/problems/0/message").asText())
                .isEqualTo("configuration 'default' of 'blue/jokes' has no split 'trains'; did you mean 'train'? There"
                        + " are: train");
    }

    @Test
    void a_hub_that_is_too_busy_is_asked_again() {
        for (int i = 0; i < 2; i++) {
            hub.trouble("hub", new HubTrouble.Answers(503, Map.of()));
        }

        JsonNode run = caravan.run(manifest("blue/jokes").toString());

        assertThat(run.path("state").asText()).isEqualTo("done");
        assertThat(caravan.keys("inbox/")).isEmpty();
    }

    private static long calls(String server) {
        return hub.calls().stream().map(HubCall::server).filter(server::equals).count();
    }

    private static ObjectNode manifest(String dataset) {
        return JSON.createObjectNode()
                .put("dataset_id", dataset)
                .put("job_name_prefix", dataset.replace('/', '-'))
                .put("model_id", "anthropic.claude-3-haiku-20240307-v1:0")
                .put("prompt", "Tell a joke about {topic}");
    }

    private static void copy(String path) throws IOException {
        Path file = datasets.resolve(path);
        Files.createDirectories(file.getParent());
        Files.copy(Path.of("examples/huggingface/hub").resolve(path), file);
    }

    private static void parquet(String path, int from, int to) throws IOException {
        Path file = datasets.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                GeneratedParquet.of(
                        "message rows { required int32 id; required binary topic (STRING); }",
                        to - from + 1,
                        CompressionCodecName.SNAPPY,
                        1 << 20,
                        (group, row) -> group.append("id", from + row).append("topic", "topic " + (from + row))));
    }
}
