package io.caravan.collect;

import io.caravan.model.Answer;
import io.caravan.model.BatchStatus;
import io.caravan.model.JobState;

/** What becomes of a record that no output speaks of. */
final class Silence {
    private Silence() {}

    /** Failed, or skipped when its job was cancelled before Bedrock had it. */
    static Answer answer(JobState.Ended ended) {
        boolean neverSent = ended.arn().isEmpty() && ended.status() == BatchStatus.STOPPED;
        return neverSent ? new Answer.Skipped(ended.message()) : Answer.Failed.of(ended.missing(), reason(ended));
    }

    static String reason(JobState.Ended ended) {
        if (ended.arn().isEmpty()) {
            return ended.message();
        }
        String why = ended.message().isEmpty() ? "" : ": " + ended.message();
        return "the job ended as " + ended.status().word() + " without an answer to this record" + why;
    }
}
