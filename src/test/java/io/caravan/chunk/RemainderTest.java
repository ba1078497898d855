package io.caravan.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.fakes.Given;
import io.caravan.fakes.GivenManifest;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Pool;
import io.caravan.model.Remainder;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.Slice;
import io.caravan.model.Work;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a job goes once its input is written, by how much there is to send. Bedrock asks for 100 records. */
class RemainderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RunId RUN = new RunId("jokes");
    private static final JobId ID = new JobId(RUN, 1, 1);
    private static final String INPUT = "s3://caravan/runs/jokes/jobs/00001-1/input.jsonl";
    private static final Pool POOL = Given.POOL;
    /** A row before the chunk: it has the column that some rows lack. */
    private static final String KNOWN = "{\"id\":0,\"word\":\"w\"}\n";

    private final MemoryInventory inventory = new MemoryInventory();
    private final MemoryStore store = new MemoryStore();
    private final Chunker chunker =
            new Chunker(inventory, store, Given.models(), Given.BUCKET, uri -> true, InstantSource.fixed(Given.NOW));

    @ParameterizedTest
    @EnumSource(Remainder.class)
    void records_enough_for_a_batch_job_wait_for_a_slot(Remainder policy) throws IOException {
        rows(100, 0, policy);

        assertThat(chunker.write(ID.name())).isEqualTo(new Written(List.of(POOL), List.of(), List.of(), List.of()));

        assertThat(state()).isInstanceOf(JobState.Ready.class);
        assertThat(lines()).hasSize(100);
    }

    @Test
    void fewer_are_invoked_on_demand() throws IOException {
        rows(99, 30, Remainder.ON_DEMAND);

        assertThat(chunker.write(ID.name())).isEqualTo(new Written(List.of(), List.of(ID), List.of(), List.of()));

        assertThat(state()).isInstanceOfSatisfying(JobState.Invoking.class, invoking -> {
            assertThat(invoking.heard()).isEqualTo(Instant.EPOCH);
            assertThat(invoking.input().records()).isEqualTo(99);
        });
        assertThat(lines()).hasSize(99);
    }

    @Test
    void fewer_are_filled_up_with_records_that_ask_for_almost_nothing() throws IOException {
        rows(98, 30, Remainder.PAD);

        assertThat(chunker.write(ID.name()).toSubmit()).containsExactly(POOL);

        assertThat(state())
                .isInstanceOfSatisfying(
                        JobState.Ready.class,
                        ready -> assertThat(ready.input().records()).isEqualTo(98));
        List<String> lines = lines();
        assertThat(lines).hasSize(100);
        assertThat(lines.get(98))
                .isEqualTo("{\"recordId\":\"p0000000001\",\"modelInput\":{\"anthropic_version\":\"bedrock-2023-05-31\","
                        + "\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\".\"}]}}");
        assertThat(lines.get(99)).startsWith("{\"recordId\":\"p0000000002\",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amazon.titan-embed-text-v2:0",
                "amazon.nova-micro-v1:0",
                "meta.llama3-1-8b-instruct-v1:0",
                "mistral.mistral-small-2402-v1:0",
                "openai.gpt-oss-20b-1:0",
                "google.gemma-3-4b-it"
            })
    void every_family_has_its_padding(String model) throws IOException {
        rows(99, 0, Given.wish(model, "{word}").remainder(Remainder.PAD));

        chunker.write(ID.name());

        JsonNode padding = JSON.readTree(lines().get(99));
        assertThat(padding.path("recordId").asText()).isEqualTo("p0000000001");
        assertThat(padding.path("modelInput").size()).isPositive();
    }

    @Test
    void fewer_that_are_rejected_are_over_and_say_what_would_send_them() throws IOException {
        rows(99, 30, Remainder.REJECT);

        assertThat(chunker.write(ID.name())).isEqualTo(new Written(List.of(), List.of(), List.of(ID), List.of()));

        assertThat(state()).isInstanceOfSatisfying(JobState.Ended.class, ended -> {
            assertThat(ended.status()).isEqualTo(BatchStatus.FAILED);
            assertThat(ended.missing()).isEqualTo(ErrorClass.VALIDATION);
            assertThat(ended.message())
                    .isEqualTo(
                            "only 99 of the 129 rows of this chunk can be sent, fewer than the 100 that Bedrock asks of a"
                                    + " batch job for this model; remainder on_demand or pad sends them");
        });
    }

    @ParameterizedTest
    @EnumSource(Remainder.class)
    void a_job_without_a_record_is_over_at_once(Remainder policy) throws IOException {
        rows(0, 120, policy);

        assertThat(chunker.write(ID.name()).toCollect()).containsExactly(ID);

        assertThat(lines()).isEmpty();
        assertThat(state())
                .isInstanceOfSatisfying(
                        JobState.Ended.class,
                        ended -> assertThat(ended.message()).isEqualTo("no row of this chunk could be sent"));
    }

    @Test
    void for_a_canary_the_first_job_is_written_without_padding_and_stays_planned() throws IOException {
        rows(50, 0, Remainder.PAD);
        Run run = inventory.run(RUN).orElseThrow();
        inventory.move(run, new RunState.Canary(50, 1, Instant.EPOCH));

        assertThat(chunker.write(ID.name())).isEqualTo(Written.toTry(RUN));

        assertThat(lines()).hasSize(50);
        assertThat(state()).isInstanceOf(JobState.Planned.class);
    }

    @Test
    void told_again_it_says_the_same() throws IOException {
        rows(99, 0, Remainder.ON_DEMAND);
        Written first = chunker.write(ID.name());

        assertThat(chunker.write(ID.name())).isEqualTo(first);
    }

    /** A run of one chunk, in which some rows can be sent and some cannot. */
    private void rows(int good, int bad, Remainder policy) {
        rows(good, bad, Given.wish(Given.HAIKU, "{word}").remainder(policy));
    }

    private void rows(int good, int bad, GivenManifest wish) {
        store.put(
                "s3://caravan/runs/jokes/source/00001.jsonl",
                IntStream.range(0, good + bad)
                        .mapToObj(row -> row < good ? "{\"id\":1,\"word\":\"w\"}\n" : "{\"id\":1}\n")
                        .collect(Collectors.joining("", KNOWN, "")));
        inventory.add(Given.run("jokes", wish.done()));
        inventory.move(inventory.run(RUN).orElseThrow(), new RunState.Running(good + bad, 1, Given.NOW));
        var work = new Work.Rows(new Slice(0, 0, KNOWN.length(), 0, good + bad), 2);
        inventory.add(List.of(Job.planned(ID, work, POOL, 0)));
    }

    private JobState state() {
        return inventory.job(ID).orElseThrow().state();
    }

    private List<String> lines() {
        return store.text(INPUT).orElseThrow().lines().toList();
    }
}
