package io.caravan.submit;

import io.caravan.family.Model;
import io.caravan.family.ModelCatalog;
import io.caravan.model.Pool;
import io.caravan.model.Refused;
import io.caravan.model.Run;
import io.caravan.model.Slots;
import io.caravan.port.Inventory;
import io.caravan.port.Quotas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many jobs a pool may have at once: the number that is configured; otherwise the account's quota; otherwise what
 * models.yaml says. Thread-safe.
 */
public final class SlotLimits {
    private static final Logger LOG = LoggerFactory.getLogger(SlotLimits.class);

    private final Inventory inventory;
    private final ModelCatalog models;
    private final Quotas quotas;
    private final int configured;

    /** {@code configured}: jobs a base model, whatever the account's quota is; 0 for what that says. */
    public SlotLimits(Inventory inventory, ModelCatalog models, Quotas quotas, int configured) {
        this.inventory = inventory;
        this.models = models;
        this.quotas = quotas;
        this.configured = configured;
    }

    public int of(Model model) {
        if (configured > 0) {
            return configured;
        }
        return models.serviceQuota(model)
                .map(name -> quotas.concurrentJobs(name, model.custom()))
                .orElse(OptionalInt.empty())
                .orElse(Math.toIntExact(model.limits().concurrentJobs()));
    }

    /**
     * Brings the pools of all runs under way up to date.
     *
     * @return those that have another number of slots now
     */
    public List<Pool> renew() {
        var limits = new HashMap<Pool, Integer>();
        for (Run run : inventory.running()) {
            try {
                limits.put(run.pool(), of(models.resolve(run.manifest().modelId())));
            } catch (Refused e) {
                LOG.warn("run {}: its model is no longer in models.yaml: {}", run.id(), e.getMessage());
            }
        }
        var changed = new ArrayList<Pool>();
        for (Slots slots : inventory.slots()) {
            int limit = limits.getOrDefault(slots.pool(), configured > 0 ? configured : slots.limit());
            if (limit != slots.limit()) {
                LOG.info("{}: {} jobs may run at once, {} before", slots.pool(), limit, slots.limit());
                inventory.open(slots.pool(), limit);
                changed.add(slots.pool());
            }
        }
        return changed;
    }
}
