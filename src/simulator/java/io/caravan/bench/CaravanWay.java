package io.caravan.bench;

import io.caravan.chunk.Chunker;
import io.caravan.collect.Collector;
import io.caravan.fakes.MemoryInventory;
import io.caravan.family.ModelCatalog;
import io.caravan.model.BatchStatus;
import io.caravan.model.Caps;
import io.caravan.model.CsvForm;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Pool;
import io.caravan.model.Prompt;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.S3Uri;
import io.caravan.model.Source;
import io.caravan.plan.Planner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The stages as the service has them, with files for S3 and memory for the inventory: {@code CaravanWay <step> <folder>}.
 * Steps: scan, chunk, collect.
 */
final class CaravanWay {
    static final String BUCKET = "caravan";
    static final RunId RUN = new RunId("bench");

    private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final long RECORDS_A_JOB = 25_000;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final MemoryInventory inventory = new MemoryInventory();
    private final FileStore store;
    private final ModelCatalog models;

    private CaravanWay(Path folder) throws IOException {
        store = new FileStore(folder.resolve("s3"));
        models = ModelCatalog.read(
                Files.readString(Path.of(System.getProperty("caravan.home", "."), "config", "models.yaml")));
        var source = new S3Uri(BUCKET, "data/input.csv");
        Path there = store.path(source);
        if (!Files.exists(there)) {
            Files.createDirectories(there.getParent());
            Files.createLink(there, folder.resolve("input.csv"));
        }
        var pool = new Pool("123456789012", "us-east-1", MODEL);
        inventory.open(pool, 100);
        String prompt = Files.readString(folder.resolve("prompt.txt"));
        inventory.add(Run.accepted(RUN, manifest(source, prompt), "inbox/bench.json", pool, CLOCK.instant()));
    }

    public static void main(String[] args) throws Exception {
        var way = new CaravanWay(Path.of(args[1]));
        long start = System.nanoTime();
        List<JobId> jobs = way.scan();
        switch (args[0]) {
            case "scan" -> {}
            case "chunk" -> {
                start = System.nanoTime();
                way.chunk(jobs);
            }
            case "collect" -> {
                way.end(jobs);
                start = System.nanoTime();
                way.collect(jobs);
            }
            default -> throw new IllegalArgumentException("there is no step " + args[0]);
        }
        System.out.println(Taken.since(start));
    }

    private List<JobId> scan() throws IOException {
        new Planner(inventory, store, models, BUCKET, Long.MAX_VALUE, CLOCK).plan(RUN.value());
        return inventory.jobs(RUN).stream().map(Job::id).toList();
    }

    private void chunk(List<JobId> jobs) throws IOException {
        var chunker = new Chunker(inventory, store, models, BUCKET, uri -> true, CLOCK);
        AllCores.each(jobs, job -> {
            try {
                chunker.write(job.name());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** As if Bedrock had done the jobs. */
    private void end(List<JobId> jobs) {
        for (JobId id : jobs) {
            Job job = inventory.job(id).orElseThrow();
            var input = new JobState.Input(1, 1, job.work().records(), 0, 0);
            inventory.move(
                    job,
                    new JobState.Ended(
                            input, "arn", BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "", CLOCK.instant()));
        }
    }

    private void collect(List<JobId> jobs) throws IOException {
        var collector = new Collector(inventory, store, models, BUCKET, CLOCK);
        AllCores.each(jobs, job -> {
            try {
                collector.collect(job.name());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        long collected = inventory.run(RUN).orElseThrow().counts().jobs(JobState.Collected.class);
        if (collected != jobs.size()) {
            throw new IllegalStateException(collected + " of " + jobs.size() + " jobs were collected");
        }
    }

    static RunFolder folder() {
        return new RunFolder(BUCKET, RUN);
    }

    private static Manifest manifest(S3Uri source, String prompt) {
        return Manifest.of(
                new Source.Stored(source, CsvForm.USUAL),
                "bench",
                MODEL,
                Prompt.of(prompt),
                Map.of("max_tokens", Workload.MAX_TOKENS),
                new Caps(OptionalLong.empty(), OptionalLong.of(RECORDS_A_JOB), OptionalLong.empty()));
    }
}
