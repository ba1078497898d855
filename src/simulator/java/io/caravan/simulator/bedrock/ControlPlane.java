package io.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.simulator.bedrock.JobState.Ended;
import io.caravan.simulator.bedrock.JobState.InProgress;
import io.caravan.simulator.bedrock.JobState.Stopping;
import io.caravan.simulator.bedrock.Jobs.Created;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The four operations on batch inference jobs, and their tags. Thread-safe. */
final class ControlPlane {

    private final Account account;
    private final Simulation simulation;
    private final JobRun.World world;
    private final Ledger ledger;
    private final SplittableRandom chance;
    private final Consumer<JobRun> start;
    private final Map<String, JobRun> runs = new ConcurrentHashMap<>();
    private final JobView view = new JobView(this::progress);

    /** @param start lets a job live, on a thread of its own */
    ControlPlane(
            Account account,
            Simulation simulation,
            JobRun.World world,
            Ledger ledger,
            SplittableRandom chance,
            Consumer<JobRun> start) {
        this.account = account;
        this.simulation = simulation;
        this.world = world;
        this.ledger = ledger;
        this.chance = chance;
        this.start = start;
    }

    /** Goes on with the jobs that were not over when the simulator was closed. */
    void resume() {
        world.jobs().all().stream()
                .filter(job -> !(job.state() instanceof Ended))
                .forEach(this::launch);
    }

    ObjectNode create(JsonNode body) {
        try {
            if (world.faults().throttlesCreate()) {
                throw ApiError.throttling("Too many requests, please wait before trying again.");
            }
            if (world.faults().failsCreate()) {
                throw ApiError.internal("An internal server error occurred. Retry your request.");
            }
            return accept(CreateRequest.of(body));
        } catch (ApiError e) {
            ledger.write(created(body, "refused").put("error", e.type()).put("message", e.text()));
            throw e;
        }
    }

    private ObjectNode accept(CreateRequest request) {
        ModelName model = ModelName.of(request.modelId(), account, simulation.applicationProfiles());
        if (!BatchModels.offers(model, account.region())) {
            // AWS says no more than this of a model that batch inference does not offer, or not by this name.
            throw ApiError.validation("The provided request is not valid");
        }
        Created created = world.jobs()
                .findOrCreate(
                        request,
                        model.pool(),
                        () -> new Job(newArn(), request, model, now(), new JobState.Submitted(now())),
                        active -> checkQuota(active, model));
        Job job = created.job();
        if (created.isReplay()
                && simulation.replayWithOtherBodyFails()
                && !job.request().body().equals(request.body())) {
            throw ApiError.validation(
                    "The clientRequestToken was used before with other parameters; send a new token for a new job");
        }
        ledger.write(created(request.body(), created.isReplay() ? "replayed" : "accepted")
                .put("jobArn", job.arn()));
        if (!created.isReplay()) {
            launch(job);
        }
        return Mapping.JSON.createObjectNode().put("jobArn", job.arn());
    }

    private void checkQuota(long active, ModelName model) {
        long all = active + world.faults().get().foreignActiveJobs();
        boolean isCustom = model.kind() == ModelName.Kind.CUSTOM;
        int limit =
                isCustom ? world.limits().activeCustomJobs() : world.limits().activeJobs();
        if (all >= limit) {
            throw ApiError.quota("Your account has reached the quota 'Sum of in-progress and submitted batch inference"
                    + " jobs using a " + (isCustom ? "custom" : "base") + " model for " + model.base() + "': " + all
                    + " of " + limit + " jobs. Wait for a job to end and try again");
        }
    }

    private String newArn() {
        String id;
        do {
            id = JobIds.random(chance);
        } while (world.jobs().find(id).isPresent());
        return "arn:aws:bedrock:" + account.region() + ":" + account.id() + ":model-invocation-job/" + id;
    }

    private ObjectNode created(JsonNode body, String outcome) {
        return Ledger.line(now(), "create")
                .put("outcome", outcome)
                .put("jobName", body.path("jobName").asText(""))
                .put("token", body.path("clientRequestToken").asText(""))
                .put("modelId", body.path("modelId").asText(""));
    }

    private void launch(Job job) {
        JobRun run = new JobRun(world, job);
        runs.put(job.id(), run);
        start.accept(run);
    }

    ObjectNode get(String identifier) {
        Job job = find(identifier);
        return view.of(job, lagging());
    }

    ObjectNode list(Map<String, String> query) {
        JobList list = JobList.of(world.jobs().all(), query);
        ObjectNode response = Mapping.JSON.createObjectNode();
        Instant at = lagging();
        var summaries = response.putArray("invocationJobSummaries");
        list.page().forEach(job -> summaries.add(view.of(job, at)));
        list.nextToken().ifPresent(token -> response.put("nextToken", token));
        return response;
    }

    ObjectNode stop(String identifier) {
        while (true) {
            Job job = find(identifier);
            JobState stopping = switch (job.state()) {
                case InProgress s -> new Stopping(now(), s.total(), processed(job, s));
                case JobState.Submitted s -> new Stopping(now(), 0, 0);
                case JobState.Validating s -> new Stopping(now(), 0, 0);
                case JobState.Scheduled s -> new Stopping(now(), 0, 0);
                case Stopping s -> throw cannotStop(job);
                case Ended s -> throw cannotStop(job);
            };
            if (world.jobs().change(job, stopping)) {
                world.clock().wake();
                return Mapping.JSON.createObjectNode();
            }
        }
    }

    /** Known to fail for jobs that are being stopped or are over: their tags cannot be read any more. */
    ObjectNode tags(JsonNode body) {
        Constraints constraints = new Constraints();
        String arn = constraints.required(body, "resourceARN", "resourceARN", TextRule.RESOURCE_ARN);
        constraints.check();
        Job job = world.jobs()
                .find(arn.substring(arn.lastIndexOf('/') + 1))
                .filter(found -> found.arn().equals(arn))
                .filter(found -> found.status().isActive() && found.status() != Status.Stopping)
                .orElseThrow(() -> ApiError.notFound("The resource " + arn + " was not found"));
        ObjectNode response = Mapping.JSON.createObjectNode();
        JsonNode tags = job.request().body().path("tags");
        response.putArray("tags").addAll(tags.isArray() ? (ArrayNode) tags : Mapping.JSON.createArrayNode());
        return response;
    }

    private static ApiError cannotStop(Job job) {
        return ApiError.validation("The job " + job.arn() + " cannot be stopped. State was: " + job.status());
    }

    private Job find(String identifier) {
        Constraints constraints = new Constraints();
        constraints.text(identifier, "jobIdentifier", TextRule.JOB_IDENTIFIER);
        constraints.check();
        String id = identifier.substring(identifier.lastIndexOf('/') + 1);
        return world.jobs()
                .find(id)
                .filter(job -> !identifier.startsWith("arn:") || job.arn().equals(identifier))
                .orElseThrow(() -> ApiError.notFound("The provided job identifier '" + identifier
                        + "' does not exist in account " + account.id() + " and Region " + account.region()));
    }

    private Counts progress(Job job, Instant at) {
        JobRun run = runs.get(job.id());
        return switch (job.state()) {
            case InProgress s -> run == null ? new Counts(s.total(), 0, 0, 0, 0) : run.progress(s, at);
            case Stopping s -> run == null ? new Counts(s.total(), 0, 0, 0, 0) : run.progress(s);
            case JobState.Submitted s -> Counts.NONE;
            case JobState.Validating s -> Counts.NONE;
            case JobState.Scheduled s -> Counts.NONE;
            case Ended s -> s.counts();
        };
    }

    private long processed(Job job, InProgress state) {
        @Nullable JobRun run = runs.get(job.id());
        return run == null ? 0 : run.processed(state, now());
    }

    private Instant lagging() {
        return now().minusMillis(world.faults().get().counterLagMillis());
    }

    private Instant now() {
        return world.clock().instant();
    }
}
