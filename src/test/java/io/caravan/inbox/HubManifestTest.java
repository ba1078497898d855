package io.caravan.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.fakes.FakeHub;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.format.GeneratedParquet;
import io.caravan.model.Conversion;
import io.caravan.model.Refused;
import io.caravan.model.RunId;
import io.caravan.port.Hub.Wish;
import io.caravan.port.HubSilent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that name a data set of the Hugging Face Hub. */
class HubManifestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "inbox/run.json";
    private static final String WAITING = "s3://caravan/inbox/run.json.waiting";

    private final MemoryStore store = new MemoryStore();
    private final MemoryInventory inventory = new MemoryInventory();
    private final FakeHub hub = new FakeHub();
    private final Inbox inbox = new Inbox(
            inventory,
            store,
            hub,
            Given.models(),
            new PromptLibrary(Path.of("config/prompts"), store, Given.BUCKET),
            new Inbox.Place(Given.BUCKET, "123456789012", "us-east-1"),
            uri -> true,
            List.of(),
            model -> 7,
            InstantSource.fixed(Given.NOW));

    @Test
    void a_data_set_of_the_hub_becomes_a_run_of_its_commit() throws IOException {
        hub.with(topics(3), "");

        RunId run = take(jokes().put("split", "train").put("dataset_revision", "v1"))
                .get(0);

        assertThat(hub.wishes)
                .containsExactly(Wish.of("blue/jokes").split("train").revision("v1"));
        assertThat(inventory.run(run).orElseThrow().manifest().source()).isEqualTo(FakeHub.SOURCE);
        JsonNode normal = JSON.readTree(
                store.text("s3://caravan/runs/" + run + "/run.json").orElseThrow());
        assertThat(normal.path("dataset_id").asText()).isEqualTo("blue/jokes");
        assertThat(normal.path("dataset_config").asText()).isEqualTo("default");
        assertThat(normal.path("split").asText()).isEqualTo("train");
        assertThat(normal.path("dataset_revision").asText()).isEqualTo("c0ffee");
        assertThat(normal.has("s3_uri")).isFalse();
    }

    @Test
    void the_accepted_manifest_can_be_dropped_again_as_it_is() throws IOException {
        hub.with(topics(3), "");
        RunId first = take(jokes()).get(0);
        String normal = store.text("s3://caravan/runs/" + first + "/run.json").orElseThrow();

        RunId second = take((ObjectNode) JSON.readTree(normal)).get(0);

        assertThat(store.text("s3://caravan/runs/" + second + "/run.json")).contains(normal);
        assertThat(hub.wishes.getLast())
                .isEqualTo(
                        Wish.of("blue/jokes").config("default").split("train").revision("c0ffee"));
    }

    @Test
    void its_columns_are_looked_at() throws IOException {
        hub.with(topics(3), "");

        refused(
                jokes().put("prompt", "Tell of {topics}"),
                "prompt: needs column 'topics', which the data set does not have; did you mean 'topic'? Columns are:"
                        + " topic");
    }

    @Test
    void a_data_set_without_a_row_is_refused() throws IOException {
        hub.with(topics(0), "");

        refused(jokes(), "dataset_id: hf://datasets/blue/jokes@c0ffee/default/train has no row");
    }

    @Test
    void what_the_hub_refuses_is_one_problem_among_the_others() throws IOException {
        hub.problem = Refused.because("split", "there is no split 'trian'");

        refused(
                jokes().put("split", "trian").put("priority", 12),
                "split: there is no split 'trian'",
                "priority: must be a whole number from 0 to 9, found 12");
    }

    @ParameterizedTest
    @CsvSource({"train[:100],train", "train+test,train", "train [10%:],train"})
    void a_part_or_a_sum_of_splits_is_refused(String split, String name) throws IOException {
        refused(
                jokes().put("split", split),
                "split: '" + split + "' is a part or a sum of splits, which is not supported; name one split, '" + name
                        + "', and set max_records for its start");
        assertThat(hub.wishes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../blue", "blue/jokes/train", "https://huggingface.co/datasets/blue/jokes", "blue/..", "/x"})
    void what_is_no_id_never_reaches_the_hub(String id) throws IOException {
        refused(
                jokes().put("dataset_id", id),
                "dataset_id: '" + id + "' is not a data set's id; one is owner/name, as in its address");
        assertThat(hub.wishes).isEmpty();
    }

    @Test
    void what_belongs_to_the_hub_is_refused_beside_s3() throws IOException {
        store.put("s3://caravan/data/topics.csv", "id,topic\n1,robots\n");
        ObjectNode manifest =
                jokes().put("s3_uri", "s3://caravan/data/topics.csv").put("split", "train");
        manifest.remove("dataset_id");

        refused(manifest, "split: belongs to dataset_id, which is not given");
    }

    @Test
    void the_start_of_a_data_set_is_not_taken_for_the_whole() throws IOException {
        hub.with(topics(3), "").as(Conversion.PARTIAL);

        refused(
                jokes(),
                "dataset_id: the Hub has converted only the start of hf://datasets/blue/jokes@c0ffee/default/train to"
                        + " Parquet; set max_records if the start is enough, or take the data set's files to S3 and name"
                        + " them by s3_uri");
    }

    @Test
    void the_start_of_a_data_set_is_enough_for_whoever_wants_no_more() throws IOException {
        hub.with(topics(3), "").as(Conversion.PARTIAL);

        assertThat(take(jokes().put("max_records", 2))).hasSize(1);
    }

    @Test
    void a_manifest_waits_in_the_inbox_until_the_hub_answers_and_says_why() throws IOException {
        hub.with(topics(3), "");
        hub.problem = new HubSilent("huggingface.co answers 503");

        assertThat(take(jokes().put("priority", 12)))
                .as("nothing is refused halfway")
                .isEmpty();

        assertThat(store.uris()).containsExactly("s3://caravan/" + KEY, WAITING);
        JsonNode note = JSON.readTree(store.text(WAITING).orElseThrow());
        assertThat(note.path("reason").asText()).isEqualTo("huggingface.co answers 503");
        assertThat(note.path("tried_at").asText()).isEqualTo(Given.NOW.toString());
        assertThat(inbox.listed()).as("it is taken again").containsExactly(KEY);

        hub.problem = null;
        assertThat(take(jokes())).hasSize(1);
        assertThat(store.text(WAITING)).isEmpty();
    }

    private List<RunId> take(ObjectNode manifest) throws IOException {
        store.put("s3://caravan/" + KEY, manifest.toString());
        return inbox.take(KEY);
    }

    private void refused(ObjectNode manifest, String... problems) throws IOException {
        assertThat(take(manifest)).isEmpty();

        JsonNode error =
                JSON.readTree(store.text("s3://caravan/rejected/run.error.json").orElseThrow());
        assertThat(StreamSupport.stream(error.path("problems").spliterator(), false))
                .extracting(problem -> problem.path("field").asText() + ": "
                        + problem.path("message").asText())
                .containsExactlyInAnyOrder(problems);
        assertThat(inventory.runs(1)).isEmpty();
    }

    private static ObjectNode jokes() {
        return JSON.createObjectNode()
                .put("dataset_id", "blue/jokes")
                .put("job_name_prefix", "jokes")
                .put("model_id", Given.HAIKU)
                .put("prompt", "Tell of {topic}");
    }

    private static byte[] topics(int rows) throws IOException {
        return GeneratedParquet.of(
                "message rows { required binary topic (STRING); }",
                rows,
                CompressionCodecName.SNAPPY,
                1 << 20,
                (group, row) -> group.append("topic", "topic " + row));
    }
}
