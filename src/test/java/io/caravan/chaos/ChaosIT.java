package io.caravan.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.local.Blueprint;
import io.caravan.local.Exports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short life under fire; {@code ./caravan chaos} has longer ones. */
class ChaosIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void nothing_is_lost_nothing_done_twice_and_the_quota_kept_while_everything_goes_wrong() throws Exception {
        var report = new ArrayList<String>();
        var plan = new ChaosPlan(4, Duration.ofSeconds(20), Duration.ofSeconds(120), 2, 4, 2, folder);
        var found = new Chaos(plan, Blueprint.deployment(), Exports::service, report::add)
                .run()
                .found();
        assertThat(found).as(String.join("\n", report)).isEmpty();
    }
}
