package io.caravan.aggregate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.BatchStatus;
import io.caravan.model.ErrorClass;
import io.caravan.model.Job;
import io.caravan.model.JobId;
import io.caravan.model.JobState;
import io.caravan.model.Run;
import io.caravan.model.RunFolder;
import io.caravan.model.S3Uri;
import io.caravan.model.Work;
import io.caravan.port.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The stretches in which the result of a run is put together that sends once what its rows ask repeatedly. */
record Stretches(ObjectStore store, RunFolder folder, Run run) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Jobs that are over at once, as they send nothing, and are to be collected. Their numbers follow those of the chunks. */
    List<Job> jobs(int chunks, Instant now) throws IOException {
        return Arrays.stream(planned())
                .map(work -> new Job(
                        new JobId(run.id(), chunks + work.number(), 1),
                        work,
                        run.pool(),
                        run.manifest().priority(),
                        ended(work, now),
                        0))
                .toList();
    }

    private Work.Spread[] planned() throws IOException {
        S3Uri list = folder.stretches();
        ObjectStore.Info info = store.head(list).orElseThrow(() -> new IOException("there is no " + list));
        try (InputStream in = store.read(list, 0, info.size())) {
            return JSON.readValue(in, Work.Spread[].class);
        }
    }

    private static JobState ended(Work.Spread work, Instant now) {
        long first = work.slice().first();
        return new JobState.Ended(
                JobState.Input.NONE,
                "",
                BatchStatus.COMPLETED,
                ErrorClass.UNPROCESSED,
                "sends nothing: it puts rows " + (first + 1) + " to "
                        + (first + work.slice().records()) + " of the result together",
                now);
    }
}
