package io.caravan.aws;

import io.caravan.port.Quotas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/** Quotas by the SDK, read in one go and kept for a while. */
public final class ServiceQuotas implements Quotas {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceQuotas.class);
    private static final int PAGE = 100;
    /** Amazon Bedrock endpoints and quotas, AWS General Reference. */
    private static final String JOBS = "Sum of in-progress and submitted batch inference jobs using a ";

    private final ServiceQuotasClient client;
    private final Duration keep;
    private final InstantSource clock;
    private Map<String, Integer> jobs = Map.of();
    private Instant staleAt = Instant.EPOCH;
    private boolean refused;

    /** {@code keep}: how long what was read, or that it cannot be read, is believed. */
    public ServiceQuotas(ServiceQuotasClient client, Duration keep, InstantSource clock) {
        this.client = client;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public synchronized OptionalInt concurrentJobs(String model, boolean custom) {
        Instant now = clock.instant();
        if (!staleAt.isAfter(now)) {
            read();
            staleAt = now.plus(keep);
        }
        Integer value = jobs.get(letters(JOBS + (custom ? "custom" : "base") + " model for " + model));
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private void read() {
        var found = new HashMap<String, Integer>();
        try {
            client.listServiceQuotasPaginator(
                            request -> request.serviceCode("bedrock").maxResults(PAGE))
                    .quotas()
                    .forEach(quota -> {
                        if (quota.quotaName().startsWith(JOBS)) {
                            found.put(letters(quota.quotaName()), quota.value().intValue());
                        }
                    });
            jobs = found;
            refused = false;
        } catch (SdkException e) {
            if (!refused) {
                LOG.warn(
                        "the account's quotas cannot be read, so the limits of models.yaml hold; allow"
                                + " servicequotas:ListServiceQuotas to have them read: {}",
                        e.getMessage());
            }
            refused = true;
        }
    }

    /** Service Quotas' spelling varies, down to a dot at the end. */
    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "");
    }
}
