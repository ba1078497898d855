package io.caravan.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.RunId;
import io.caravan.model.S3Uri;
import io.caravan.port.Inventory;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Drops manifests into the inbox for those who come over HTTP: what is wrong is told at once. Thread-safe. */
public final class Drop {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NEWEST = 100;

    private final Inventory inventory;
    private final ObjectStore store;
    private final ManifestReader manifests;
    private final String bucket;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /**
     * Where a manifest went.
     *
     * @param run what it becomes in a moment
     * @param manifest its key
     */
    public record Dropped(String run, String manifest) {}

    Drop(
            Inventory inventory,
            ObjectStore store,
            ManifestReader manifests,
            String bucket,
            InstantSource clock,
            RandomGenerator chance) {
        this.inventory = inventory;
        this.store = store;
        this.manifests = manifests;
        this.bucket = bucket;
        this.clock = clock;
        this.chance = chance;
    }

    /**
     * Drops a manifest.
     *
     * @throws io.caravan.model.Refused with all that is wrong; nothing is dropped then
     * @throws io.caravan.port.HubSilent when it cannot be told now
     */
    public Dropped run(String manifest) throws IOException {
        byte[] text = manifest.getBytes(StandardCharsets.UTF_8);
        String prefix = manifests.read(text).manifest().jobNamePrefix();
        String key = "inbox/page/%s-%s-%08x.json"
                .formatted(prefix, Long.toString(clock.millis(), Character.MAX_RADIX), chance.nextInt());
        var uri = new S3Uri(bucket, key);
        store.put(uri, text, "application/json");
        String run = store.head(uri)
                .map(info -> RunIds.of(prefix, info))
                .or(() -> taken(key))
                .map(RunId::value)
                .orElseThrow(() -> new IllegalStateException(uri + " was dropped and is neither there nor a run"));
        return new Dropped(run, key);
    }

    /** Drops a manifest that is to be planned only. */
    public Dropped plan(String manifest) throws IOException {
        return run(with(manifest, true));
    }

    /** Drops the manifest of a run again, as it was accepted; of one that was planned only, to be run. */
    public Dropped again(String id) throws IOException {
        S3Uri accepted = new RunFolder(bucket, new RunId(id)).manifest();
        long size = store.head(accepted).map(ObjectStore.Info::size).orElseThrow();
        try (InputStream in = store.read(accepted, 0, size)) {
            return run(with(new String(in.readAllBytes(), StandardCharsets.UTF_8), false));
        }
    }

    private static String with(String manifest, boolean dryRun) throws IOException {
        try {
            if (JSON.readTree(manifest) instanceof ObjectNode fields) {
                fields.remove("dry_run");
                return JSON.writeValueAsString(dryRun ? fields.put("dry_run", true) : fields);
            }
        } catch (JsonProcessingException e) {
            // refused as it is
        }
        return manifest;
    }

    /** A stage was faster than we are. */
    private Optional<RunId> taken(String key) {
        return inventory.runs(NEWEST).stream()
                .filter(run -> run.manifestKey().equals(key))
                .map(Run::id)
                .findFirst();
    }
}
