package io.caravan.port;

import io.caravan.model.Job;
import io.caravan.model.Run;
import java.time.Duration;

/** Sees what was written and what was called, to count it; must not fail and must not take long. Thread-safe. */
public interface Witness {
    Witness NONE = new Witness() {
        @Override
        public void came(Run run) {}

        @Override
        public void came(Job before, Job after) {}

        @Override
        public void called(String service, String operation, String outcome, Duration time) {}
    };

    /** Sees what both see. */
    default Witness and(Witness other) {
        Witness one = this;
        return new Witness() {
            @Override
            public void came(Run run) {
                one.came(run);
                other.came(run);
            }

            @Override
            public void came(Job before, Job after) {
                one.came(before, after);
                other.came(before, after);
            }

            @Override
            public void called(String service, String operation, String outcome, Duration time) {
                one.called(service, operation, outcome, time);
                other.called(service, operation, outcome, time);
            }
        };
    }

    /** A run came into its state. */
    void came(Run run);

    /** A job came into its state. */
    void came(Job before, Job after);

    /**
     * AWS was called.
     *
     * @param outcome ok, throttled, refused (4xx), failed (5xx) or unanswered
     */
    void called(String service, String operation, String outcome, Duration time);
}
