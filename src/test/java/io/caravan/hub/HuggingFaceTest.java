package io.caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.Conversion;
import io.caravan.model.Refused;
import io.caravan.port.Hub;
import io.caravan.port.Hub.Wish;
import io.caravan.port.HubSilent;
import io.caravan.simulator.hub.HubCall;
import io.caravan.simulator.hub.HubSimulator;
import io.caravan.simulator.hub.HubTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Hub as its stand-in has it: every answer over HTTP, every fault caused. */
class HuggingFaceTest {
    private static final String JOKES = "blue/jokes";
    private static final String MEMBER = "hf_member";
    private static final String STRANGER = "hf_stranger";

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Integer> pauses = new ArrayList<>();
    private ShippedFolder data;
    private HubSimulator server;

    @BeforeEach
    void start() throws IOException {
        data = new ShippedFolder(folder);
        server = HubSimulator.start(folder, new String[] {MEMBER}, new String[] {STRANGER}, Map.of("jokes", JOKES), 2);
        open.add(server);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closing : open.reversed()) {
            closing.close();
        }
    }

    @Test
    void a_repositorys_own_files_are_taken_in_order_at_its_commit() throws IOException {
        data.with(JOKES, "data/train-00001-of-00002.parquet", "second")
                .with(JOKES, "data/train-00000-of-00002.parquet", "first")
                .with(JOKES, "data/test-00000-of-00001.parquet", "other")
                .with(JOKES, "README.md", "a card without a head");

        Hub.Split split = hub().find(Wish.of(JOKES).split("train"));

        assertThat(split.source().dataset()).isEqualTo(JOKES);
        assertThat(split.source().config()).isEqualTo("default");
        assertThat(split.source().conversion()).isEqualTo(Conversion.NONE);
        assertThat(split.source().revision()).matches("[0-9a-f]{40}");
        assertThat(split.files())
                .extracting(Hub.File::path)
                .containsExactly("data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet");
        assertThat(split.files()).allSatisfy(file -> {
            assertThat(file.commit()).isEqualTo(split.source().revision());
            assertThat(file.sha256()).matches("[0-9a-f]{64}");
        });
        assertThat(text(hub(), split.files().get(1))).isEqualTo("second");
        assertThat(split.files().get(1).size()).isEqualTo(6);
    }

    @Test
    void the_cards_configurations_say_which_files_belong_where() {
        data.with(JOKES, "README.md", """
                        ---
                        license: mit
                        configs:
                        - config_name: puns
                          data_files:
                          - split: train
                            path: puns/*.parquet
                        - config_name: knock
                          default: true
                          data_files:
                          - split: rude
                            path:
                            - knock/rude/**/*.parquet
                          - split: nice
                            path: knock/nice-[0-9].parquet
                        ---
                        # Jokes
                        """)
                .with(JOKES, "puns/b.parquet", "b")
                .with(JOKES, "puns/a.parquet", "a")
                .with(JOKES, "knock/rude/2/x.parquet", "x")
                .with(JOKES, "knock/nice-1.parquet", "n")
                .with(JOKES, "preview.csv", "not of any configuration");

        assertThat(paths(Wish.of(JOKES).config("puns"))).containsExactly("puns/a.parquet", "puns/b.parquet");
        assertThat(paths(Wish.of(JOKES).split("rude"))).containsExactly("knock/rude/2/x.parquet");
        assertThat(hub().find(Wish.of(JOKES).split("nice")).source().config()).isEqualTo("knock");
        assertRefused(
                Wish.of(JOKES).config("pun"),
                "dataset_config: 'blue/jokes' has no configuration 'pun'; did you mean 'puns'? There are: puns, knock");
        assertRefused(
                Wish.of(JOKES),
                "split: configuration 'knock' of 'blue/jokes' has several splits; name one. There are: rude, nice");
        assertRefused(
                Wish.of(JOKES).split("polite"),
                "split: configuration 'knock' of 'blue/jokes' has no split 'polite'. There are: rude, nice");
    }

    @Test
    void a_folder_is_a_configuration_where_the_card_names_none() {
        data.with(JOKES, "en/train-00000-of-00001.parquet", "en").with(JOKES, "de/train-00000-of-00001.parquet", "de");

        Hub.Split split = hub().find(Wish.of(JOKES).config("de"));

        assertThat(split.source().config()).isEqualTo("de");
        assertThat(split.files()).extracting(Hub.File::path).containsExactly("de/train-00000-of-00001.parquet");
    }

    @Test
    void a_branch_a_tag_or_a_commit_is_the_revision() {
        data.with(JOKES, "train.parquet", "new").branch(JOKES, "v1/train.parquet", "old");
        Hub.Split old = hub().find(Wish.of(JOKES).revision("v1"));

        assertThat(text(hub(), old.files().get(0))).isEqualTo("old");
        assertThat(hub().find(Wish.of(JOKES).revision(old.source().revision()))).isEqualTo(old);
        assertThat(hub().find(Wish.of(JOKES)).source().revision())
                .isNotEqualTo(old.source().revision());
        assertRefused(
                Wish.of(JOKES).revision("v2"), "dataset_revision: 'blue/jokes' has no branch, tag or commit 'v2'");
    }

    @Test
    void a_data_set_without_parquet_files_comes_as_the_hub_converted_it() {
        data.with(JOKES, "train.csv", "a,b")
                .with(JOKES, "test.csv", "a,b")
                .converted(JOKES, "default/train/0000.parquet", "p0")
                .converted(JOKES, "default/train/0001.parquet", "p1")
                .converted(JOKES, "default/test/0000.parquet", "t0");

        Hub.Split split = hub().find(Wish.of(JOKES).split("train"));

        assertThat(split.source().conversion()).isEqualTo(Conversion.WHOLE);
        assertThat(split.source().config()).isEqualTo("default");
        assertThat(split.files())
                .extracting(Hub.File::path)
                .containsExactly("default/train/0000.parquet", "default/train/0001.parquet");
        assertThat(split.files().get(0).commit())
                .as("conversions have commits of their own")
                .isNotEqualTo(split.source().revision());
        assertThat(text(hub(), split.files().get(1))).isEqualTo("p1");
        assertThat(hub().find(Wish.of(JOKES)
                        .split("train")
                        .revision(split.source().revision())))
                .isEqualTo(split);
        assertRefused(
                Wish.of(JOKES).split("tests"),
                "split: configuration 'default' of 'blue/jokes' has no split 'tests'; did you mean 'test'? There are:"
                        + " test, train");
    }

    @Test
    void an_older_revision_without_parquet_files_is_refused_as_only_the_newest_is_converted() {
        data.with(JOKES, "train.csv", "a,b")
                .branch(JOKES, "v1/train.csv", "a")
                .converted(JOKES, "default/train/0000.parquet", "p0");
        String newest = hub().find(Wish.of(JOKES)).source().revision();

        assertRefused(
                Wish.of(JOKES).revision("v1"),
                "dataset_revision: 'blue/jokes' has no Parquet files of its own at 'v1', and those that the Hub makes are"
                        + " of its newest revision, " + newest
                        + "; leave dataset_revision out, or take the files to S3 and name them by s3_uri");
    }

    @Test
    void a_conversion_of_the_start_alone_says_so() {
        data.with(JOKES, "train.csv", "a,b").converted(JOKES, "default/partial-train/0000.parquet", "p0");

        assertThat(hub().find(Wish.of(JOKES)).source().conversion()).isEqualTo(Conversion.PARTIAL);
        assertThat(hub().find(Wish.of(JOKES)).source().split()).isEqualTo("train");
    }

    @Test
    void files_of_both_kinds_come_converted() {
        data.with(JOKES, "train.csv", "a,b")
                .with(JOKES, "train-more.parquet", "own")
                .converted(JOKES, "default/train/0000.parquet", "all of it");

        assertThat(hub().find(Wish.of(JOKES)).source().conversion()).isEqualTo(Conversion.WHOLE);
    }

    @Test
    void a_conversion_that_is_under_way_is_waited_for() {
        data.with(JOKES, "train.csv", "a,b")
                .converted(JOKES, "small/train/0000.parquet", "p")
                .settings(JOKES, "{\"pending\": [\"large\"], \"failed\": [\"odd\"]}");

        assertThat(hub().find(Wish.of(JOKES).config("small")).files()).hasSize(1);
        assertThatThrownBy(() -> hub().find(Wish.of(JOKES).config("large")))
                .isInstanceOf(HubSilent.class)
                .hasMessage("the Hub is still converting configuration 'large' of 'blue/jokes' to Parquet");
        assertRefused(
                Wish.of(JOKES).config("odd"),
                "dataset_id: 'blue/jokes' has no Parquet files of its own for this, and the Hub could not make them; take"
                        + " its files to S3 and name them by s3_uri");
        assertRefused(
                Wish.of(JOKES),
                "dataset_config: 'blue/jokes' has several configurations; name one. There are: large, odd, small");
    }

    @Test
    void a_conversion_that_has_not_begun_is_waited_for() {
        data.with(JOKES, "train.csv", "a,b");

        assertThatThrownBy(() -> hub().find(Wish.of(JOKES)))
                .isInstanceOf(HubSilent.class)
                .hasMessageEndingWith(
                        "answers 500: The server is busier than usual and the response is not ready yet. Please retry"
                                + " later.");
    }

    @ParameterizedTest
    @CsvSource({"501,DatasetWithScriptNotSupportedError,It runs arbitrary Python code.", "500,ConfigNamesError,No data."
    })
    void a_data_set_that_the_hub_cannot_convert_is_refused(int status, String code, String message) {
        data.with(JOKES, "jokes.py", "import this")
                .with(JOKES, "train.parquet", "of the script's own use")
                .settings(
                        JOKES,
                        "{\"error\": {\"status\": %d, \"code\": \"%s\", \"message\": \"%s\"}}"
                                .formatted(status, code, message));

        assertRefused(
                Wish.of(JOKES),
                "dataset_id: 'blue/jokes' has no Parquet files of its own for this, and the Hub could not make them ("
                        + code + ": " + message + "); take its files to S3 and name them by s3_uri");
    }

    @Test
    void a_name_that_is_not_known_and_a_private_one_are_refused_alike() {
        data.with("blue/secret", "train.parquet", "x").settings("blue/secret", "{\"private\": true}");

        for (String id : List.of("blue/secret", "blue/nothing")) {
            assertRefused(
                    Wish.of(id),
                    "dataset_id: there is no data set '" + id + "' on the Hub, or it is private: check its name"
                            + " (owner/name), and start the service with a token that may read it in HF_TOKEN");
            assertThatThrownBy(() -> hub(STRANGER).find(Wish.of(id)))
                    .isInstanceOf(Refused.class)
                    .hasMessage("dataset_id: there is no data set '" + id + "' on the Hub, or it is private: check its"
                            + " name (owner/name), and whether the token in HF_TOKEN may read it");
        }
        assertThat(text(
                        hub(MEMBER),
                        hub(MEMBER).find(Wish.of("blue/secret")).files().get(0)))
                .isEqualTo("x");
    }

    @Test
    void a_gated_data_set_is_refused_with_where_to_ask() {
        data.with(JOKES, "train.parquet", "x").settings(JOKES, "{\"gated\": true}");
        Hub.File file = hub().find(Wish.of(JOKES)).files().get(0); // its list is open to all

        String ask = "dataset_id: 'blue/jokes' is gated: accept its conditions at " + server.endpoint()
                + "/datasets/blue/jokes, and start the service with a token of that account in HF_TOKEN";
        assertThatThrownBy(() -> text(hub(), file)).isInstanceOf(Refused.class).hasMessage(ask);
        assertThatThrownBy(() -> text(hub(STRANGER), file))
                .isInstanceOf(Refused.class)
                .hasMessage(ask + " (the one it has now has no access)");
        assertThat(text(hub(MEMBER), file)).isEqualTo("x");
    }

    @Test
    void a_token_that_is_not_valid_is_named_but_not_shown() {
        data.with(JOKES, "train.parquet", "x");

        assertThatThrownBy(() -> hub("hf_wrong").find(Wish.of(JOKES)))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "dataset_id: the Hub does not accept the token in HF_TOKEN: start the service with a valid one,"
                                + " or with none for public data sets");
    }

    @Test
    void the_token_goes_to_the_hub_and_its_viewer_and_to_nobody_else() {
        data.with(JOKES, "train.csv", "a,b").converted(JOKES, "default/train/0000.parquet", "p0");

        text(hub(MEMBER), hub(MEMBER).find(Wish.of(JOKES)).files().get(0));

        assertThat(server.calls()).extracting(HubCall::server).contains("hub", "viewer", "files");
        assertThat(server.calls())
                .allSatisfy(call -> assertThat(call.authorization())
                        .as(call.server())
                        .isEqualTo(call.server().equals("files") ? "" : "Bearer " + MEMBER));
    }

    @Test
    void a_new_name_is_followed_and_kept() {
        data.with(JOKES, "train.csv", "a,b").converted(JOKES, "default/train/0000.parquet", "p0");

        assertThat(hub().find(Wish.of("jokes")).source().dataset()).isEqualTo(JOKES);
    }

    @Test
    void a_tree_of_several_pages_is_read_to_its_end() {
        for (int i = 0; i < 5; i++) {
            data.with(JOKES, "data/train-0000%d-of-00005.parquet".formatted(i), "part " + i);
        }

        assertThat(hub().find(Wish.of(JOKES)).files()).hasSize(5);
        assertThat(server.calls())
                .filteredOn(call -> call.path().contains("/tree/"))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://localhost:1/x",
                "http://user:word@127.0.0.1/x",
                "file:///etc/hostname"
            })
    void a_redirect_into_the_network_of_the_service_is_not_followed(String target) {
        data.with(JOKES, "train.parquet", "x");
        server.trouble("hub", new HubTrouble.Answers(302, Map.of("Location", target)));

        assertThatThrownBy(() -> hub().find(Wish.of(JOKES)))
                .isInstanceOf(HubSilent.class)
                .hasMessageContaining("which is not among the hosts of the setting caravan.hub.hosts");
        assertThat(server.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void a_hub_that_is_too_busy_says_nothing_of_the_data_set(int status) {
        data.with(JOKES, "train.parquet", "x");
        server.trouble("hub", new HubTrouble.Answers(status, Map.of("Retry-After", "55")));

        assertThatThrownBy(() -> hub().find(Wish.of(JOKES)))
                .isInstanceOf(HubSilent.class)
                .hasMessage("127.0.0.1 answers " + status + ": , and to come again after 55 s");
        assertThat(hub().find(Wish.of(JOKES)).files()).hasSize(1);
    }

    @Test
    void a_hub_that_is_not_there_says_nothing_of_the_data_set() {
        server.close();

        assertThatThrownBy(() -> hub().find(Wish.of(JOKES)))
                .isInstanceOf(HubSilent.class)
                .hasMessageStartingWith("127.0.0.1 does not answer: ");
    }

    @Test
    void a_file_that_breaks_off_is_gone_on_with_where_it_broke() {
        data.with(JOKES, "train.parquet", "0123456789");
        Hub.File file = hub().find(Wish.of(JOKES)).files().get(0);
        server.trouble("files", new HubTrouble.BreaksOff(4));
        server.trouble("files", new HubTrouble.Answers(503, Map.of()));

        assertThat(text(hub(), file)).isEqualTo("0123456789");

        assertThat(server.calls())
                .filteredOn(call -> call.server().equals("files"))
                .extracting(HubCall::range)
                .containsExactly("bytes=0-9", "bytes=4-9", "bytes=4-9");
        assertThat(pauses).containsExactly(1, 2);
    }

    @Test
    void a_link_that_has_run_out_is_asked_for_again() {
        data.with(JOKES, "train.parquet", "0123456789");
        Hub.File file = hub().find(Wish.of(JOKES)).files().get(0);
        server.trouble("files", new HubTrouble.Answers(403, Map.of()));

        assertThat(text(hub(), file)).isEqualTo("0123456789");
    }

    @Test
    void a_file_whose_bytes_cease_to_come_is_gone_on_with() {
        data.with(JOKES, "train.parquet", "0123456789");
        Hub.File file = hub().find(Wish.of(JOKES)).files().get(0);
        server.trouble("files", new HubTrouble.FallsSilent());

        assertThat(text(impatientHub(), file)).isEqualTo("0123456789");
        assertThat(pauses).startsWith(1); // a busy machine may fall silent too
    }

    @Test
    void a_file_that_never_comes_is_given_up() {
        data.with(JOKES, "train.parquet", "0123456789");
        Hub.File file = hub().find(Wish.of(JOKES)).files().get(0);
        for (int i = 0; i < 6; i++) {
            server.trouble("files", new HubTrouble.Answers(503, Map.of()));
        }

        assertThatThrownBy(() -> text(hub(), file))
                .hasRootCauseInstanceOf(HubSilent.class)
                .hasMessageContaining("cannot read " + server.endpoint() + "/datasets/blue/jokes/resolve/");
        assertThat(pauses).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void a_part_of_a_file_is_read_without_the_rest() throws IOException {
        data.with(JOKES, "train.parquet", "0123456789");
        Hub.File file = hub().find(Wish.of(JOKES)).files().get(0);

        try (InputStream in = hub().read(file, 3, 6)) {
            assertThat(in.readAllBytes()).isEqualTo("345".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(server.calls().getLast().range()).isEqualTo("bytes=3-5");
    }

    private void assertRefused(Wish wish, String message) {
        assertThatThrownBy(() -> hub().find(wish)).isInstanceOf(Refused.class).hasMessage(message);
    }

    private List<String> paths(Wish wish) {
        return hub().find(wish).files().stream().map(Hub.File::path).toList();
    }

    private HuggingFace hub() {
        return hub(Optional.empty(), Duration.ofSeconds(20));
    }

    private HuggingFace hub(String token) {
        return hub(Optional.of(token), Duration.ofSeconds(20));
    }

    private HuggingFace impatientHub() {
        return hub(Optional.empty(), Duration.ofMillis(300));
    }

    private HuggingFace hub(Optional<String> token, Duration patience) {
        var endpoints = Endpoints.of(server.endpoint().toString(), server.viewer() + "/", "127.0.0.1");
        var hub = new HuggingFace(endpoints, token, patience, pauses::add);
        open.add(hub);
        return hub;
    }

    private static String text(HuggingFace hub, Hub.File file) {
        try (InputStream in = hub.read(file, 0, file.size())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
