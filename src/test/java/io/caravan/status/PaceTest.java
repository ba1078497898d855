package io.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant BEGAN = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T11:00:00Z");

    @Test
    void the_end_is_between_what_bedrock_has_worked_on_and_what_is_joined() {
        assertThat(Pace.of(1200, 600, 300, BEGAN, NOW))
                .contains(new Pace(10.0, "2026-01-01T12:00:00Z", "2026-01-01T14:00:00Z"));
    }

    @Test
    void before_the_first_join_nobody_knows_the_latest_end() {
        assertThat(Pace.of(1200, 600, 0, BEGAN, NOW)).contains(new Pace(10.0, "2026-01-01T12:00:00Z", null));
    }

    @Test
    void before_the_first_record_nothing_is_said() {
        assertThat(Pace.of(1200, 0, 0, BEGAN, NOW)).isEmpty();
        assertThat(Pace.of(1200, 10, 0, NOW, NOW)).isEmpty();
    }
}
