package io.caravan.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.aggregate.Aggregator;
import io.caravan.chunk.Chunker;
import io.caravan.collect.Collector;
import io.caravan.inbox.Inbox;
import io.caravan.inbox.PromptLibrary;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.plan.Planner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All stages of a run but those that talk to Bedrock, one after the other, in memory. The model is a function of the test. */
public final class RunInMemory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InstantSource CLOCK = InstantSource.fixed(Given.NOW);

    public final MemoryStore store = new MemoryStore();
    public final MemoryInventory inventory = new MemoryInventory();
    private final Inbox inbox = new Inbox(
            inventory,
            store,
            new FakeHub(),
            Given.models(),
            new PromptLibrary(Path.of("config/prompts"), store, Given.BUCKET),
            new Inbox.Place(Given.BUCKET, "123456789012", "us-east-1"),
            uri -> uri.bucket().equals(Given.BUCKET),
            List.of(),
            model -> 7,
            CLOCK);
    /** Small, so that a few rows make several. */
    private static final int STRETCH = 137;

    private boolean twice;
    private final List<String> sent = new ArrayList<>();
    private RunFolder folder = new RunFolder(Given.BUCKET, new RunId("none"));

    /** Claude, who answers with what was asked. */
    public static JsonNode echo(JsonNode modelInput) {
        ObjectNode answer = JSON.createObjectNode().put("type", "message").put("stop_reason", "end_turn");
        answer.putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", modelInput.at("/messages/0/content").asText());
        answer.putObject("usage").put("input_tokens", 5).put("output_tokens", 7);
        return answer;
    }

    /** What is wrong with a manifest, as {@code field: message}. */
    public List<String> refusal(ObjectNode manifest) throws IOException {
        store.put("s3://caravan/inbox/run.json", manifest.toString());
        assertThat(inbox.take("inbox/run.json")).isEmpty();
        JsonNode error =
                JSON.readTree(store.text("s3://caravan/rejected/run.error.json").orElseThrow());
        return error.path("problems")
                .valueStream()
                .map(problem -> problem.path("field").asText() + ": "
                        + problem.path("message").asText())
                .toList();
    }

    /** Accepts and plans a run. */
    public RunInMemory plan(ObjectNode manifest) throws IOException {
        store.put("s3://caravan/inbox/run.json", manifest.toString());
        List<RunId> taken = done(() -> inbox.take("inbox/run.json"));
        assertThat(taken)
                .as(() -> store.text("s3://caravan/rejected/run.error.json").orElse(""))
                .hasSize(1);
        folder = new RunFolder(Given.BUCKET, taken.get(0));
        var planner = new Planner(inventory, store, Given.models(), Given.BUCKET, 1 << 20, STRETCH, CLOCK);
        woken(() -> planner.plan(folder.run().value()));
        return this;
    }

    /**
     * Takes a planned run to its end.
     *
     * @param model makes a modelOutput of a modelInput; a missing node for no answer at all
     */
    public RunInMemory finish(UnaryOperator<JsonNode> model) throws IOException {
        var aggregator = new Aggregator(inventory, store, Given.models(), Given.BUCKET, CLOCK);
        List<JobId> toWrite = inventory.jobs(folder.run()).stream().map(Job::id).toList();
        while (!run().state().over()) {
            for (JobId id : toWrite) {
                woken(() -> chunker().write(id.name()));
                answer(id, model);
                woken(() -> collector().collect(id.name()));
            }
            for (JobId id : woken(() -> aggregator.next(folder.run().value())).toJoin()) {
                woken(() -> collector().collect(id.name()));
            }
            toWrite = inventory.jobs(folder.run()).stream()
                    .filter(job -> job.state() instanceof JobState.Planned)
                    .map(Job::id)
                    .toList();
        }
        return this;
    }

    /** Every step is done twice, as when its message is delivered twice. */
    public RunInMemory twice() {
        twice = true;
        return this;
    }

    /** A step; whoever dies at it is followed by another, who is woken for the same. */
    private <T> T woken(Step<T> step) throws IOException {
        T first = done(step);
        if (twice) {
            done(step);
        }
        return first;
    }

    private static <T> T done(Step<T> step) throws IOException {
        try {
            return step.done();
        } catch (MemoryStore.Died e) {
            return step.done();
        }
    }

    private interface Step<T> {
        T done() throws IOException;
    }

    /** Writes the inputs of a planned run, and no more. */
    public void write() throws IOException {
        for (Job job : inventory.jobs(folder.run())) {
            chunker().write(job.id().name());
        }
    }

    private Chunker chunker() {
        return new Chunker(
                inventory,
                store,
                Given.models(),
                Given.BUCKET,
                uri -> uri.bucket().equals(Given.BUCKET),
                CLOCK);
    }

    private Collector collector() {
        return new Collector(inventory, store, Given.models(), Given.BUCKET, CLOCK);
    }

    private void answer(JobId id, UnaryOperator<JsonNode> model) {
        if (!(inventory.job(id).orElseThrow().state() instanceof JobState.Ready ready)) {
            return;
        }
        var output = new StringBuilder();
        lines(id).forEach(line -> {
            ObjectNode record = (ObjectNode) json(line);
            JsonNode answer = model.apply(record.path("modelInput"));
            if (!answer.isMissingNode()) {
                record.set("modelOutput", answer);
                output.append(record).append('\n');
            }
        });
        sent.addAll(lines(id).toList());
        store.put(folder.output(id) + "x/input.jsonl.out", output.toString());
        inventory.move(
                inventory.job(id).orElseThrow(),
                new JobState.Ended(
                        ready.input(), "arn:job", BatchStatus.COMPLETED, ErrorClass.UNPROCESSED, "", Given.NOW));
    }

    private Stream<String> lines(JobId id) {
        return store.text(folder.input(id).toString()).orElseThrow().lines();
    }

    public Run run() {
        return inventory.run(folder.run()).orElseThrow();
    }

    /** All lines that the model was sent, in order. */
    public List<String> sent() {
        return List.copyOf(sent);
    }

    /** A file of the run's folder. */
    public String file(String name) {
        return store.text("s3://caravan/runs/" + folder.run() + "/" + name).orElseThrow();
    }

    /** The result's lines but the header, without their last column, the cost. */
    public List<String> rows() {
        return file("result.csv")
                .lines()
                .skip(1)
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
