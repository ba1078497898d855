package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.fakes.Given;
import io.caravan.fakes.RunInMemory;
import io.caravan.format.GivenImages;
import io.caravan.model.ImageColumn;
import io.caravan.model.S3Uri;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images that a column names. */
class ImagesPerRowTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TITAN = "amazon.titan-embed-image-v1";
    private static final String NOVA = "amazon.nova-2-multimodal-embeddings-v1:0";
    private static final String SKIPPED = ",,skipped,\"skipped: image '";

    private final RunInMemory run = new RunInMemory();

    @Test
    void an_image_goes_with_the_prompt_whatever_its_name_says_it_is() throws IOException {
        image("data/cat.png", GivenImages.jpeg(10, 20));
        image("other/dog.gif", GivenImages.gif(3, 3));
        rows("cat.png", "s3://caravan/other/dog.gif");

        run.plan(manifest(Given.HAIKU)).finish(ImagesPerRowTest::answer);

        assertThat(input(0).at("/messages/0/content"))
                .isEqualTo(JSON.readTree(
                        "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/jpeg\","
                                + "\"data\":\"" + Base64.getEncoder().encodeToString(GivenImages.jpeg(10, 20))
                                + "\"}},{\"type\":\"text\",\"text\":\"What is cat.png?\"}]"));
        assertThat(input(1).at("/messages/0/content/0/source/media_type").asText())
                .isEqualTo("image/gif");
        assertThat(run.rows().get(0)).isEqualTo("cat.png,r0000000001,seen,ok,,end_turn,5,7");
    }

    @Test
    void an_image_that_may_not_be_read_has_its_row_skipped_and_no_other() throws IOException {
        image("data/secret.png", GivenImages.png(1, 1));
        image("data/good.png", GivenImages.png(1, 1));
        rows("secret.png", "good.png");
        run.store.deny("s3://caravan/data/secret.png");

        run.plan(manifest(Given.HAIKU)).finish(ImagesPerRowTest::answer);

        assertThat(run.rows().subList(0, 2))
                .containsExactly(
                        "secret.png,r0000000001,,skipped,skipped: image 'secret.png': access to"
                                + " s3://caravan/data/secret.png is denied (403); allow the service's role to read it,,,",
                        "good.png,r0000000002,seen,ok,,end_turn,5,7");
    }

    @Test
    void a_row_whose_image_cannot_be_sent_is_skipped_with_the_reason_and_nobody_looks_at_the_image_again()
            throws IOException {
        image("data/huge.png", Arrays.copyOf(GivenImages.png(1, 1), 2001));
        image("data/wide.png", GivenImages.png(8001, 3));
        image("data/text.png", new byte[] {1, 2, 3});
        image("data/good.png", GivenImages.png(8000, 8000));
        image("data/empty.png", new byte[0]);
        rows(
                "gone.png",
                "huge.png",
                "wide.png",
                "text.png",
                "good.png",
                "../secret.png",
                "s3://elsewhere/x.png",
                "s3:/x",
                "\"\"",
                "/x.png",
                "empty.png",
                "x".repeat(1100));
        run.plan(manifest(Given.HAIKU).put("image_max_bytes", 2000)).write();
        image("data/gone.png", GivenImages.png(1, 1)); // too late
        run.store.delete(new S3Uri("caravan", "data/good.png"));

        run.finish(ImagesPerRowTest::answer);

        String below = "' is neither an S3 URI nor a path below the data set's folder on S3\",,,";
        assertThat(run.rows().subList(0, 12))
                .containsExactly(
                        "gone.png,r0000000001,,skipped,skipped: image 'gone.png': there is no such object,,,",
                        "huge.png,r0000000002,,skipped,skipped: image 'huge.png' has 2001 bytes; at most 2000 are sent,,,",
                        "wide.png,r0000000003,,skipped,skipped: image 'wide.png' has 8001 × 3 pixels; the model takes at"
                                + " most 8000 in each direction,,,",
                        "text.png,r0000000004" + SKIPPED
                                + "text.png' is no whole image; the model takes PNG, JPEG, GIF," + " WEBP\",,,",
                        "good.png,r0000000005,seen,ok,,end_turn,5,7",
                        "../secret.png,r0000000006,,skipped,skipped: image '../secret.png" + below.replace("\"", ""),
                        "s3://elsewhere/x.png,r0000000007,,skipped,skipped: image 's3://elsewhere/x.png' is in a bucket"
                                + " that data may not be read from (setting caravan.allowed-buckets),,,",
                        "s3:/x,r0000000008,,skipped,skipped: image 's3:/x': there is no such object,,,",
                        "\"\",r0000000009,,skipped,skipped: column 'photo' names no image,,,",
                        "/x.png,r0000000010,,skipped,skipped: image '/x.png" + below.replace("\"", ""),
                        "empty.png,r0000000011" + SKIPPED + "empty.png' is no whole image; the model takes PNG, JPEG,"
                                + " GIF, WEBP\",,,",
                        "x".repeat(1100) + ",r0000000012,,skipped,skipped: image '" + "x".repeat(200)
                                + "…' has a longer key than objects on S3 can have,,,");
        assertThat(JSON.readTree(run.file("summary.json")).at("/rows/skipped").asInt())
                .isEqualTo(11);
    }

    @Test
    void an_image_too_large_beside_its_rows_text_is_not_sent() throws IOException {
        image("data/a.png", Arrays.copyOf(GivenImages.png(5, 5), 3_000_000));
        String letters = "x".repeat(11_000_000);
        run.store.put("s3://caravan/data/rows.csv", "photo,text\na.png," + letters + "\na.png,y\n");

        run.plan(manifest(Given.HAIKU).put("prompt", "{text}{text}")).finish(ImagesPerRowTest::answer);

        assertThat(run.rows().get(0))
                .endsWith(
                        ",r0000000001,,skipped,\"skipped: with its image the request has 26000247 bytes, at most 25000000"
                                + " can be sent\",,,");
        assertThat(run.rows().get(1)).contains(",seen,ok,");
    }

    @Test
    void a_row_with_an_image_is_sent_again_as_it_was() throws IOException {
        image("data/a.png", GivenImages.png(5, 5));
        rows("gone.png", "a.png");
        var lost = new boolean[] {true};

        run.plan(manifest(Given.HAIKU)).finish(input -> {
            boolean first = lost[0];
            lost[0] = false;
            return first ? MissingNode.getInstance() : answer(input);
        });

        assertThat(run.rows().subList(0, 2))
                .containsExactly(
                        "gone.png,r0000000001,,skipped,skipped: image 'gone.png': there is no such object,,,",
                        "a.png,r0000000002,seen,ok,,end_turn,5,7");
        assertThat(run.sent().stream()
                        .filter(line -> line.contains("r0000000002"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void jobs_have_room_for_the_largest_images_that_may_come() throws IOException {
        image("data/a.png", GivenImages.png(5, 5));
        rows(java.util.Collections.nCopies(1000, "a.png").toArray(String[]::new));

        run.plan(manifest(Given.HAIKU));

        long bytes =
                JSON.readTree(run.file("plan.json")).path("input_bytes_at_most").asLong();
        assertThat(bytes).isGreaterThan(1000 * 5_000_000L);
        assertThat(run.inventory.jobs(run.run().id())).hasSizeGreaterThanOrEqualTo((int) (bytes / 1_000_000_000));
        run.plan(manifest(Given.HAIKU).put("image_max_bytes", 1000));
        assertThat(run.inventory.jobs(run.run().id())).hasSize(1);
    }

    @Test
    void embedding_models_take_an_image_alone_and_titan_one_beside_a_text() throws IOException {
        image("data/a.png", GivenImages.png(5, 5));
        image("data/b.gif", GivenImages.gif(5, 5));
        rows("a.png", "b.gif");
        String base64 = Base64.getEncoder().encodeToString(GivenImages.png(5, 5));

        run.plan(embed(TITAN)).finish(input -> vector());
        run.plan(embed(TITAN).put("text_column", "photo")).finish(input -> vector());
        run.plan(embed(NOVA)).finish(input -> vector());

        var inputs = run.sent().stream()
                .filter(line -> line.contains("\"r0000000001\""))
                .toList();
        assertThat(inputs.get(0)).contains("\"modelInput\":{\"inputImage\":\"" + base64 + "\"}");
        assertThat(inputs.get(1))
                .contains("\"modelInput\":{\"inputText\":\"a.png\",\"inputImage\":\"" + base64 + "\"}");
        assertThat(inputs.get(2)).contains("\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"" + base64 + "\"}}");
        run.plan(embed(TITAN)).finish(input -> vector());
        assertThat(run.rows().get(1)).contains("skipped: image 'b.gif' is GIF; the model takes PNG, JPEG");
    }

    @Test
    void an_accepted_manifest_keeps_its_image_column_and_can_be_dropped_again() throws IOException {
        image("data/a.png", GivenImages.png(5, 5));
        rows("a.png");
        for (ObjectNode manifest : List.of(manifest(Given.HAIKU), embed(TITAN))) {
            run.plan(manifest);
            run.plan((ObjectNode) JSON.readTree(run.file("run.json")));

            assertThat(run.run().manifest().image()).contains(new ImageColumn("photo", 3_750_000));
        }
    }

    @Test
    void an_image_column_that_cannot_be_is_refused() throws IOException {
        rows("a.png");

        assertThat(run.refusal(manifest(Given.HAIKU).put("image_column", "foto").put("image_max_bytes", 0)))
                .containsExactly(
                        "image_column: is 'foto', a column which the data set does not have. Columns" + " are: photo",
                        "image_max_bytes: must be a whole number from 1 to 3750000, found 0");
        assertThat(run.refusal(manifest("amazon.nova-micro-v1:0")))
                .containsExactly("image_column: is for models that read images; Caravan sends none to"
                        + " amazon.nova-micro-v1:0");
        assertThat(run.refusal(embed(NOVA).put("text_column", "photo")))
                .containsExactly("text_column: is given beside image_column; the model embeds one of them at a time, so"
                        + " leave one out");
    }

    private void image(String key, byte[] bytes) {
        run.store.put(new S3Uri("caravan", key), bytes, "");
    }

    /** The given rows, and as many more as make a job. */
    private void rows(String... photos) {
        String more = "pad.png\n".repeat(Math.max(0, 120 - photos.length));
        image("data/pad.png", GivenImages.png(1, 1));
        run.store.put("s3://caravan/data/rows.csv", "photo\n" + String.join("\n", photos) + "\n" + more);
    }

    private JsonNode input(int line) throws IOException {
        return JSON.readTree(run.sent().get(line)).path("modelInput");
    }

    private static JsonNode answer(JsonNode input) {
        ObjectNode seen = JSON.createObjectNode();
        seen.putArray("messages").addObject().put("content", "seen");
        return RunInMemory.echo(seen);
    }

    private static JsonNode vector() {
        return JSON.createObjectNode().set("embedding", JSON.createArrayNode().add(1));
    }

    private static ObjectNode manifest(String model) {
        return embed(model).put("prompt", "What is {photo}?");
    }

    private static ObjectNode embed(String model) {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/data/rows.csv")
                .put("job_name_prefix", "images")
                .put("model_id", model)
                .put("remainder", "pad")
                .put("image_column", "photo");
    }
}
