package io.caravan.port;

import java.util.OptionalInt;

/** The account's own quotas, as they are now. Thread-safe. */
public interface Quotas {

    /**
     * Jobs that may be submitted and not ended at the same time.
     *
     * @param model as Service Quotas calls it
     * @param custom whether custom models made from it are meant, which are counted apart
     * @return empty when the account's quotas cannot be read, or say nothing of the model
     */
    OptionalInt concurrentJobs(String model, boolean custom);
}
