package io.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlotHistoryTest {
    private final MemoryInventory inventory = new MemoryInventory();
    private Instant now = Instant.EPOCH;
    private final SlotHistory history = new SlotHistory(inventory, () -> now);

    @Test
    void each_look_is_a_point() {
        inventory.open(Given.POOL, 4);
        look();
        inventory.leak(Given.POOL);
        look();

        SlotHistory.Series series = history.series().get(0);

        assertThat(series.pool()).isEqualTo(Given.POOL.key());
        assertThat(series.seconds()).containsExactly(1L, 2L);
        assertThat(series.inUse()).containsExactly(0, 1);
        assertThat(series.limit()).containsExactly(4, 4);
    }

    @Test
    void a_long_time_is_kept_whole_but_coarser_and_a_peak_is_never_lost() {
        inventory.open(Given.POOL, 4);
        for (int i = 0; i < 5_000; i++) {
            if (i == 301) {
                inventory.leak(Given.POOL);
            }
            look();
            if (i == 301) {
                inventory.recount(inventory.slots().get(0), 0);
            }
        }

        SlotHistory.Series series = history.series().get(0);

        assertThat(series.seconds()).hasSizeBetween(300, 601).startsWith(1L).isSorted();
        assertThat(series.seconds().get(series.seconds().size() - 1)).isGreaterThan(4_980);
        assertThat(series.inUse()).containsOnlyOnce(1);
    }

    private void look() {
        now = now.plusSeconds(1);
        history.look();
    }
}
