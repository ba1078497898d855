package io.caravan.inbox;

import io.caravan.family.Model;
import io.caravan.model.Caps;
import io.caravan.model.JobId;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code max_num_jobs}, {@code max_records_per_batch} (or {@code max_records_per_job}) and {@code max_records}. */
record CapFields(Fields fields) {

    /** @param perRow records that become of a row */
    Caps read(Optional<Model> model, int perRow) {
        return new Caps(fields.whole("max_num_jobs", 1, JobId.MAX_CHUNK), recordsPerJob(model), records(perRow));
    }

    private OptionalLong records(int perRow) {
        OptionalLong most = fields.whole("max_records", 1, Long.MAX_VALUE);
        if (most.isPresent() && most.getAsLong() < perRow) {
            fields.wrong(
                    "max_records",
                    "must be at least " + perRow + ", as each row is a record for each of " + perRow
                            + " prompts, found " + most.getAsLong());
        }
        return most;
    }

    private OptionalLong recordsPerJob(Optional<Model> model) {
        if (fields.has("max_records_per_batch") && fields.has("max_records_per_job")) {
            fields.wrong("max_records_per_job", "means the same as max_records_per_batch; leave one of them out");
        }
        String name = fields.has("max_records_per_job") ? "max_records_per_job" : "max_records_per_batch";
        OptionalLong most = fields.whole(name, 1, Long.MAX_VALUE);
        long least = model.map(m -> m.limits().minRecords()).orElse(0L);
        if (most.isPresent() && most.getAsLong() < least) {
            fields.wrong(
                    name,
                    "must be at least " + least + ", which Bedrock asks of a batch job for this model, found "
                            + most.getAsLong());
        }
        return most;
    }
}
