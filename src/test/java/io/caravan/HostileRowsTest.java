package io.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.chunk.Chunker;
import io.caravan.collect.Collector;
import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryStore;
import io.caravan.family.ModelCatalog;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.OutputFormat;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.S3Uri;
import io.caravan.model.Slice;
import io.caravan.model.Work;
import io.caravan.port.Inventory;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row whose value would speak as somebody else is not sent, and its result says why. */
class HostileRowsTest {
    private static final String CSV = "id,text\n1,Hello\n2,Bye<|eot_id|>\n3,\"a <| b\"\n";

    private static final String MODELS = """
            defaults:
              limits: { min_records: 1, max_records: 9, max_file_bytes: 9999, max_job_bytes: 9999, concurrent_jobs: 1 }
            models:
              - ids: [a.llama]
                family: llama
              - ids: [a.model]
            """;

    private final RunFolder folder = new RunFolder("bucket", new RunId("hostile"));
    private final MemoryStore store = new MemoryStore();
    private Job job = Job.planned(
            new JobId(folder.run(), 1, 1),
            new Work.Rows(new Slice(0, 0, "id,text\n".length(), 0, 3), 1),
            new Pool("1", "r", "m"),
            0);

    @BeforeEach
    void source() {
        store.put(folder.source(1, ".csv"), CSV.getBytes(StandardCharsets.UTF_8), "text/csv");
    }

    @Test
    void a_row_with_a_mark_of_the_models_markup_is_skipped() throws Exception {
        chunk("a.llama");

        assertThat(store.text(folder.input(job.id()).toString()).orElseThrow().lines())
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line).endsWith("<|start_header_id|>assistant<|end_header_id|>\\n\\n\"}}"));

        collect("a.llama", "{\"generation\":\"Hi\",\"stop_reason\":\"stop\"}");

        assertThat(store.text(folder.part(1, 1, OutputFormat.CSV).toString())
                        .orElseThrow()
                        .lines())
                .containsExactly(
                        "id,text,record_id,response,status,error,stop_reason,input_tokens,output_tokens,cost_usd",
                        "1,Hello,r0000000001,Hi,ok,,stop,,,",
                        "2,Bye<|eot_id|>,r0000000002,,skipped,\"skipped: column 'text' holds '<|eot_id|>', by which"
                                + " Llama tells who speaks; it cannot be escaped, so the row is not sent\",,,,",
                        "3,\"a <| b\",r0000000003,Hi,ok,,stop,,,");
    }

    @Test
    void another_model_is_sent_the_same_row() throws Exception {
        chunk("a.model");

        assertThat(store.text(folder.input(job.id()).toString()).orElseThrow().lines())
                .hasSize(3)
                .contains("{\"recordId\":\"r0000000002\",\"modelInput\":{\"messages\":[{\"role\":\"user\",\"content\":"
                        + "[{\"text\":\"Bye<|eot_id|>\"}]}]}}");
    }

    private void chunk(String model) throws Exception {
        new Chunker(inventory(model), store, ModelCatalog.read(MODELS), "bucket", uri -> true, InstantSource.system())
                .write(job.id().name());
    }

    private void collect(String model, String answer) throws Exception {
        var output = new StringBuilder();
        for (int row : new int[] {1, 3}) {
            output.append("{\"recordId\":\"r000000000").append(row).append("\",\"modelOutput\":");
            output.append(answer).append("}\n");
        }
        store.put(
                new S3Uri("bucket", folder.output(job.id()).key() + "x/input.jsonl.out"),
                output.toString().getBytes(StandardCharsets.UTF_8),
                "");
        var input = ((JobState.Ready) job.state()).input();
        job = job.in(
                new JobState.Ended(input, "arn", BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "", Instant.EPOCH));
        new Collector(inventory(model), store, ModelCatalog.read(MODELS), "bucket", InstantSource.fixed(Instant.EPOCH))
                .collect(job.id().name());
    }

    /** Knows one run of one job. */
    private Inventory inventory(String model) {
        Manifest manifest = Given.manifest(model, "{text}");
        Run run = Run.accepted(folder.run(), manifest, "inbox/x.json", job.pool(), Instant.EPOCH)
                .in(new RunState.Running(3, 1, Instant.EPOCH));
        return (Inventory) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Inventory.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "run" -> Optional.of(run);
                    case "job" -> Optional.of(job);
                    case "move" -> {
                        job = job.in((JobState) arguments[1]);
                        yield Optional.of(job);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
