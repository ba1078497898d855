package io.caravan.fakes;

import io.caravan.family.ModelCatalog;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Manifest;
import io.caravan.model.Pool;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.Slice;
import io.caravan.model.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The things that most tests begin with. */
public final class Given {
    public static final String BUCKET = "caravan";
    public static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    public static final String TITAN = "amazon.titan-embed-text-v2:0";
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    public static final Pool POOL = new Pool("123456789012", "us-east-1", HAIKU);
    public static final JobState.Input INPUT = new JobState.Input(1, 100, 100, 0, 5000);

    private Given() {}

    /** The models as they are shipped. */
    public static ModelCatalog models() {
        try {
            return ModelCatalog.read(Files.readString(Path.of("config/models.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Manifest manifest(String model, String prompt) {
        return wish(model, prompt).done();
    }

    /** A manifest to be changed in what a test is about. */
    public static GivenManifest wish(String model, String prompt) {
        return new GivenManifest(model, prompt);
    }

    public static Run run(String id) {
        return run(id, manifest(HAIKU, "{topic}"));
    }

    public static Run run(String id, Manifest manifest) {
        return Run.accepted(new RunId(id), manifest, "inbox/run.json", POOL, NOW);
    }

    /** A job of a hundred rows in some state. */
    public static Job job(String run, int chunk, JobState state) {
        return job(run, chunk, 0, state);
    }

    public static Job job(String run, int chunk, int priority, JobState state) {
        var work = new Work.Rows(new Slice((chunk - 1) * 100L, 0, 0, 0, 100), (chunk - 1) * 100L + 1);
        return new Job(new JobId(new RunId(run), chunk, 1), work, POOL, priority, state, 0);
    }
}
