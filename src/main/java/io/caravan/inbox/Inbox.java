package io.caravan.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.model.Pool;
import io.caravan.model.Problem;
import io.caravan.model.Refused;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import io.caravan.model.S3Uri;
import io.caravan.model.WebhookHosts;
import io.caravan.port.Hub;
import io.caravan.port.HubSilent;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes manifests out of the inbox: each becomes a run, or is refused. Thread-safe. */
public final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final String FOLDER = "inbox/";
    private static final String RUNS = "runs/";
    private static final String REJECTED = "rejected/";
    private static final String ENDING = ".json";
    private static final long MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Inventory inventory;
    private final ObjectStore store;
    private final ManifestReader manifests;
    private final Place place;
    private final ToIntFunction<Model> slots;
    private final InstantSource clock;

    /**
     * Where runs live and are billed.
     *
     * @param webhooks where they may have webhooks sent
     */
    public record Place(String bucket, String account, String region, WebhookHosts webhooks) {
        public Place(String bucket, String account, String region) {
            this(bucket, account, region, WebhookHosts.NONE);
        }
    }

    /**
     * @param allowed whether data may be read from there
     * @param slots how many jobs a model may have at once
     */
    public Inbox(
            Inventory inventory,
            ObjectStore store,
            Hub hub,
            ModelCatalog models,
            PromptLibrary prompts,
            Place place,
            Predicate<S3Uri> allowed,
            List<String> allowedBuckets,
            ToIntFunction<Model> slots,
            InstantSource clock) {
        this.inventory = inventory;
        this.store = store;
        this.manifests = new ManifestReader(
                models,
                prompts,
                new SourceCheck(
                        store,
                        allowed,
                        String.join(
                                ", ",
                                Stream.concat(Stream.of(place.bucket()), allowedBuckets.stream())
                                        .toList())),
                new HubCheck(hub),
                place.region(),
                place.webhooks());
        this.place = place;
        this.slots = slots;
        this.clock = clock;
    }

    /** Where those who come over HTTP drop their manifests. */
    public Drop drop(RandomGenerator chance) {
        return new Drop(inventory, store, manifests, place.bucket(), clock, chance);
    }

    /** The manifests that a notification tells of. */
    public List<String> notified(Notification notification) {
        return notification.keys(place.bucket()).stream()
                .filter(Inbox::isManifest)
                .toList();
    }

    /** The runs that a notification wants {@code cancel}led or {@code retry}ed: {@code runs/<id>/cancel} was dropped. */
    public List<String> steered(Notification notification, String word) {
        return notification.keys(place.bucket()).stream()
                .filter(key -> key.startsWith(RUNS) && key.endsWith("/" + word))
                .map(key -> key.substring(RUNS.length(), key.length() - word.length() - 1))
                .filter(RunId::fits)
                .toList();
    }

    /** The runs under way beside whose folder {@code cancel} was dropped, told of or not. */
    public List<String> cancelled() {
        return inventory.running().stream()
                .filter(run -> run.state() instanceof RunState.Running)
                .map(Run::id)
                .filter(id ->
                        store.head(new RunFolder(place.bucket(), id).cancel()).isPresent())
                .map(RunId::value)
                .toList();
    }

    /** The manifests that are there: those of which no notification came among them. */
    public List<String> listed() {
        try (Stream<ObjectStore.Info> objects = store.list(new S3Uri(place.bucket(), FOLDER))) {
            return objects.map(info -> info.uri().key())
                    .filter(Inbox::isManifest)
                    .toList();
        }
    }

    /**
     * Takes a manifest. Doing it again finds the same run, whose id comes from the object, or nothing.
     *
     * @return the run it became; none when it was refused, was taken before, or has to wait for the Hub
     */
    public List<RunId> take(String key) throws IOException {
        var dropped = new S3Uri(place.bucket(), key);
        Optional<ObjectStore.Info> info = store.head(dropped);
        if (info.isEmpty()) {
            return List.of();
        }
        byte[] text = read(info.get());
        try {
            if (info.get().size() > MAX_BYTES) {
                throw Refused.because(
                        "", "the manifest has " + info.get().size() + " bytes; at most " + MAX_BYTES + " are possible");
            }
            Run run = accept(info.get(), manifests.read(text));
            gone(dropped);
            return List.of(run.id());
        } catch (Refused refused) {
            refuse(info.get(), refused);
            return List.of();
        } catch (HubSilent silent) {
            wait(dropped, silent);
            return List.of();
        }
    }

    /** The manifest stays where it is, with the reason beside it, and the next listing takes it again. */
    private void wait(S3Uri dropped, HubSilent silent) {
        LOG.warn("{} waits for the Hub: {}", dropped, silent.getMessage());
        ObjectNode reason = JSON.createObjectNode();
        reason.put("manifest", dropped.key());
        reason.put("tried_at", clock.instant().toString());
        reason.put("reason", silent.getMessage());
        store.put(waiting(dropped), bytes(reason), "application/json");
    }

    private void gone(S3Uri dropped) {
        store.delete(dropped);
        store.delete(waiting(dropped));
    }

    private static S3Uri waiting(S3Uri dropped) {
        return new S3Uri(dropped.bucket(), dropped.key() + ".waiting");
    }

    private Run accept(ObjectStore.Info info, ManifestReader.Accepted accepted) {
        var pool = new Pool(place.account(), place.region(), accepted.model().quota());
        RunId id = RunIds.of(accepted.manifest().jobNamePrefix(), info);
        Run run = Run.accepted(id, accepted.manifest(), info.uri().key(), pool, clock.instant());
        store.put(
                new RunFolder(place.bucket(), id).manifest(),
                NormalManifest.of(accepted.manifest(), accepted.model().family().embeds()),
                "application/json");
        inventory.open(pool, slots.applyAsInt(accepted.model()));
        if (inventory.add(run)) {
            LOG.info("run {} accepted from {}", id, info.uri());
        }
        return run;
    }

    private void refuse(ObjectStore.Info info, Refused refused) {
        S3Uri dropped = info.uri();
        String name = REJECTED + dropped.key().substring(FOLDER.length());
        if (!store.copy(dropped, info.eTag(), new S3Uri(place.bucket(), name))) {
            return; // replaced meanwhile: what stands there now is taken by itself
        }
        LOG.info("{} refused: {}", dropped, refused.getMessage());
        ObjectNode error = JSON.createObjectNode();
        error.put("manifest", dropped.key());
        error.put("refused_at", clock.instant().toString());
        var problems = error.putArray("problems");
        for (Problem problem : refused.problems()) {
            ObjectNode entry = problems.addObject();
            entry.put("field", problem.field());
            entry.put("message", problem.message());
        }
        store.put(
                new S3Uri(place.bucket(), name.substring(0, name.length() - ENDING.length()) + ".error.json"),
                bytes(error),
                "application/json");
        gone(dropped);
    }

    /** The manifest, or the start of what is too large to be one. */
    private byte[] read(ObjectStore.Info info) throws IOException {
        try (InputStream in = store.read(info.uri(), 0, Math.min(info.size(), MAX_BYTES))) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isManifest(String key) {
        return key.startsWith(FOLDER) && key.endsWith(ENDING);
    }
}
