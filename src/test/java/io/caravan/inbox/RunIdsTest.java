package io.caravan.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.model.JobId;
import io.caravan.model.RunId;
import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    @Test
    void the_prefix_is_made_fit_for_keys_and_job_names() {
        assertThat(RunIds.of("My_Jokes.v2-", drop("a", Given.NOW)).value())
                .matches("my-jokes-v2-20260102-030405-[0-9a-f]{6}");
    }

    @Test
    void the_longest_prefix_leaves_room_for_bedrocks_63_characters() {
        RunId run = RunIds.of("x".repeat(63), drop("a", Given.NOW));

        assertThat(run.value()).hasSize(RunId.MAX);
        assertThat(new JobId(run, JobId.MAX_CHUNK, JobId.MAX_ATTEMPT).name()).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void a_prefix_cut_at_a_hyphen_has_no_two() {
        assertThat(RunIds.of("x".repeat(30) + "-----y", drop("a", Given.NOW)).value())
                .doesNotContain("--");
    }

    @Test
    void two_drops_have_two_names_though_prefix_and_second_are_the_same() {
        assertThat(RunIds.of("jokes", drop("a", Given.NOW)))
                .isEqualTo(RunIds.of("jokes", drop("a", Given.NOW)))
                .isNotEqualTo(RunIds.of("jokes", drop("b", Given.NOW)))
                .isNotEqualTo(RunIds.of("jokes", drop("a", Given.NOW.plusMillis(1))));
    }

    private static ObjectStore.Info drop(String name, Instant at) {
        return new ObjectStore.Info(new S3Uri("caravan", "inbox/" + name + ".json"), 5, "tag", at);
    }
}
