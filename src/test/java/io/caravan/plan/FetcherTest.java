package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.fakes.FakeHub;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.format.GeneratedParquet;
import io.caravan.model.Caps;
import io.caravan.model.Conversion;
import io.caravan.model.JobId;
import io.caravan.model.Manifest;
import io.caravan.model.Refused;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Source;
import io.caravan.port.Hub;
import io.caravan.port.Hub.Wish;
import io.caravan.port.HubSilent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetcherTest {
    private static final String FOLDER = "s3://caravan/runs/jokes/";
    private static final RunId RUN = new RunId("jokes");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MemoryInventory inventory = new MemoryInventory();
    private final MemoryStore store = new MemoryStore();
    private final FakeHub hub = new FakeHub();
    private final AtomicLong seconds = new AtomicLong();
    private final InstantSource clock = () -> Given.NOW.plusSeconds(seconds.get());
    private final Fetcher fetcher = fetcher("one");
    private final Planner planner = new Planner(inventory, store, Given.models(), Given.BUCKET, 1 << 20, clock);

    @BeforeEach
    void aRun() {
        inventory.open(Given.POOL, 7);
        inventory.add(Given.run("jokes", manifest(FakeHub.SOURCE, OptionalLong.empty())));
    }

    @Test
    void every_file_comes_into_the_runs_folder_in_order() throws IOException {
        hub.with("first").with("second");

        assertThat(fetcher.fetch("jokes")).as("no other turn is needed").isEmpty();

        assertThat(store.text(FOLDER + "source/00001.parquet")).contains("first");
        assertThat(store.text(FOLDER + "source/00002.parquet")).contains("second");
        assertThat(store.text(FOLDER + "source.json"))
                .contains("[\"hf://datasets/blue/jokes@c0ffee/data/00000.parquet\","
                        + "\"hf://datasets/blue/jokes@c0ffee/data/00001.parquet\"]");
        assertThat(hub.wishes)
                .containsExactly(
                        Wish.of("blue/jokes").config("default").split("train").revision("c0ffee"));
    }

    @Test
    void a_fetched_data_set_is_planned_as_one_on_s3() throws IOException {
        hub.with(topics(60), "").with(topics(60), "");
        planner.plan("jokes");
        assertThat(inventory.planned()).as("not before it is there").isEmpty();
        fetcher.fetch("jokes");

        planner.plan("jokes");

        assertThat(inventory.planned()).hasSize(1);

        assertThat(state()).isEqualTo(new RunState.Running(120, 1, Given.NOW));
    }

    @Test
    void what_is_there_is_not_fetched_again_after_a_crash() throws IOException {
        hub.with("first").with("second").with("third");
        hub.instead = file -> file.path().contains("1") ? broken() : null;
        assertThatThrownBy(() -> fetcher.fetch("jokes"))
                .isInstanceOf(IOException.class)
                .hasMessage("broken");
        assertThat(store.text(FOLDER + "source/00002.parquet"))
                .as("nothing is left of it")
                .isEmpty();
        assertThat(store.text(FOLDER + "source.json")).isEmpty();
        hub.reads.clear();
        hub.instead = file -> null;

        fetcher("another replica").fetch("jokes");

        assertThat(hub.reads)
                .extracting(Hub.File::path)
                .contains("data/00001.parquet")
                .doesNotContain("data/00000.parquet");
        assertThat(hub.wishes).as("the list is made once").hasSize(1);
        assertThat(store.text(FOLDER + "source.json")).isPresent();
    }

    @Test
    void a_copy_of_another_size_is_fetched_again() throws IOException {
        hub.with("first");
        store.put(FOLDER + "source/00001.parquet", "firs");

        fetcher.fetch("jokes");

        assertThat(store.text(FOLDER + "source/00001.parquet")).contains("first");
    }

    @Test
    void runs_take_turns() throws IOException {
        for (int file = 0; file < 8; file++) {
            hub.with("file " + file);
        }
        hub.instead = file -> {
            seconds.addAndGet(100); // longer than a turn
            return null;
        };

        assertThat(fetcher.fetch("jokes")).containsExactly(RUN);
        assertThat(state()).isInstanceOf(RunState.Fetching.class);
        assertThat(store.text(FOLDER + "source/00001.parquet")).contains("file 0");
        assertThat(store.text(FOLDER + "source/00008.parquet")).isEmpty();
        assertThat(store.text(FOLDER + "source.json")).isEmpty();

        int turns = 1;
        while (!fetcher.fetch("jokes").isEmpty()) {
            assertThat(++turns).as("every turn gets further").isLessThan(9);
        }
        assertThat(store.text(FOLDER + "source.json")).isPresent();
        assertThat(hub.reads).as("no file twice").hasSize(8);
    }

    @Test
    void the_state_says_how_far_it_is() throws IOException {
        hub.with("first").with("second");
        store.put(FOLDER + "source/00001.parquet", "first");
        hub.instead = file -> {
            assertThat(state()).isEqualTo(new RunState.Fetching(2, 1, 11, 5));
            return null;
        };

        fetcher.fetch("jokes");

        assertThat(hub.reads).hasSize(1);
    }

    @Test
    void another_replica_leaves_a_run_alone_that_is_being_fetched() throws IOException {
        hub.with("first");
        inventory.lease("fetch jokes", "another", Given.NOW, LEASE);

        assertThat(fetcher.fetch("jokes")).isEmpty();
        assertThat(hub.wishes).isEmpty();

        seconds.set(31); // it died
        fetcher.fetch("jokes");
        assertThat(store.text(FOLDER + "source.json")).isPresent();
    }

    @Test
    void after_a_turn_any_replica_may_go_on() throws IOException {
        hub.with("first");
        fetcher.fetch("jokes");
        store.delete(io.caravan.model.S3Uri.parse(FOLDER + "source.json").orElseThrow());

        fetcher("another").fetch("jokes");

        assertThat(store.text(FOLDER + "source.json")).isPresent();
    }

    @Test
    void a_run_that_is_cancelled_meanwhile_is_not_gone_on_with() throws IOException {
        hub.with("first").with("second");
        hub.instead = file -> {
            seconds.addAndGet(100);
            inventory.move(inventory.run(RUN).orElseThrow(), new RunState.Failed("cancelled", Given.NOW));
            return null;
        };

        assertThat(fetcher.fetch("jokes")).as("no other turn").isEmpty();

        assertThat(state()).isEqualTo(new RunState.Failed("cancelled", Given.NOW));
        assertThat(planner.plan("jokes")).isEmpty();
    }

    @Test
    void a_data_set_that_went_away_fails_the_run() throws IOException {
        hub.problem = Refused.because("dataset_id", "there is no data set 'blue/jokes'");

        assertThat(fetcher.fetch("jokes")).isEmpty();

        assertThat(state()).isEqualTo(new RunState.Failed("dataset_id: there is no data set 'blue/jokes'", Given.NOW));
    }

    @Test
    void a_silent_hub_is_asked_again_by_the_route() {
        hub.problem = new HubSilent("huggingface.co answers 503");

        assertThatThrownBy(() -> fetcher.fetch("jokes")).isSameAs(hub.problem);

        assertThat(state()).isEqualTo(new RunState.Accepted());
    }

    @Test
    void bytes_that_the_hubs_digest_is_not_of_are_not_kept() {
        hub.with("first".getBytes(StandardCharsets.UTF_8), "0".repeat(64));

        assertThatThrownBy(() -> fetcher.fetch("jokes"))
                .hasMessage("hf://datasets/blue/jokes@c0ffee/data/00000.parquet came with other bytes than the Hub's"
                        + " digest is of");

        assertThat(store.text(FOLDER + "source/00001.parquet")).isEmpty();
    }

    @Test
    void the_start_of_a_data_set_with_fewer_records_than_are_wanted_fails_the_run() throws IOException {
        Source.Hub start = new Source.Hub("blue/jokes", "default", "train", "c0ffee", Conversion.PARTIAL);
        hub.with(topics(120), "");
        inventory.add(Given.run("more", manifest(start, OptionalLong.of(121))));
        inventory.add(Given.run("enough", manifest(start, OptionalLong.of(120))));
        fetcher.fetch("more");
        fetcher.fetch("enough");

        planner.plan("more");
        planner.plan("enough");

        assertThat(inventory.planned()).containsExactly(new JobId(new RunId("enough"), 1, 1));

        assertThat(inventory.run(new RunId("more")).map(Run::state))
                .contains(new RunState.Failed(
                        "max_records: the Hub has converted only the first 120 records of"
                                + " hf://datasets/blue/jokes@c0ffee/default/train to Parquet; lower max_records to 120 or"
                                + " less, or take the data set's files to S3 and name them by s3_uri",
                        Given.NOW));
    }

    private Fetcher fetcher(String replica) {
        return new Fetcher(
                inventory, store, hub, Given.BUCKET, new Fetcher.Turns(replica, LEASE, Duration.ofSeconds(60)), clock);
    }

    private RunState state() {
        return inventory.run(RUN).map(Run::state).orElseThrow();
    }

    private static Manifest manifest(Source source, OptionalLong records) {
        return Given.wish(Given.HAIKU, "{topic}")
                .source(source)
                .caps(new Caps(OptionalLong.empty(), OptionalLong.empty(), records))
                .done();
    }

    private static InputStream broken() {
        return new InputStream() {
            private final InputStream start = new ByteArrayInputStream(new byte[] {1, 2, 3});

            @Override
            public int read() throws IOException {
                int next = start.read();
                if (next < 0) {
                    throw new IOException("broken");
                }
                return next;
            }
        };
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
