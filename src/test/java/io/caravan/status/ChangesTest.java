package io.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.model.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final MemoryInventory inventory = new MemoryInventory();
    private final Changes changes = new Changes(inventory);
    private final List<String> told = new ArrayList<>();

    @Test
    void a_run_that_moved_is_told_of_once() {
        inventory.add(Given.run("run"));
        changes.listen(told::add);
        changes.look();
        told.clear();

        changes.look();
        inventory.move(inventory.run(Given.run("run").id()).orElseThrow(), new RunState.Failed("why", Given.NOW));
        changes.look();

        assertThat(told).containsExactly(": beat\n\n", "event: run\ndata: run\n\n");
    }

    @Test
    void a_slot_in_use_is_told_of() {
        inventory.open(Given.POOL, 2);
        changes.listen(told::add);
        changes.look();
        told.clear();

        inventory.leak(Given.POOL);
        changes.look();

        assertThat(told).containsExactly("event: slots\ndata: \n\n");
    }

    @Test
    void who_does_not_listen_any_more_is_told_nothing() {
        changes.listen(events -> {
            told.add(events);
            return false;
        });
        changes.look();
        changes.look();

        assertThat(told).hasSize(1);
    }

    @Test
    void there_is_an_end_to_listeners() {
        for (int i = 0; i < 100; i++) {
            int number = i;
            assertThat(changes.listen(events -> number >= 0)).isTrue();
        }

        assertThat(changes.listen(events -> true)).isFalse();
    }
}
