package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Keeps every job in a file of its own, so that a simulator started again knows them. */
final class JobFolder {

    /** A job as written; the rest of {@link Job} follows from it. */
    private record Saved(String arn, Instant submitTime, ObjectNode request, JobState state) {}

    private final Path folder;

    JobFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    void save(Job job) {
        Path file = folder.resolve(job.id() + ".json");
        Path fresh = folder.resolve(job.id() + ".tmp");
        try {
            Mapping.JSON.writeValue(
                    fresh.toFile(),
                    new Saved(job.arn(), job.submitTime(), job.request().body(), job.state()));
            // A kill in the middle of writing leaves the job as it was.
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the simulated job in " + file, e);
        }
    }

    /** All jobs, oldest first. */
    List<Job> load(Account account, Map<String, String> applicationProfiles) throws IOException {
        List<Job> jobs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                Saved saved = Mapping.JSON.readValue(file.toFile(), Saved.class);
                CreateRequest request = CreateRequest.of(saved.request());
                jobs.add(new Job(
                        saved.arn(),
                        request,
                        ModelName.of(request.modelId(), account, applicationProfiles),
                        saved.submitTime(),
                        saved.state()));
            }
        }
        jobs.sort(Comparator.comparing(Job::submitTime).thenComparing(Job::arn));
        return jobs;
    }
}
