package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.fakes.Given;
import io.caravan.fakes.MemoryInventory;
import io.caravan.fakes.MemoryStore;
import io.caravan.model.JobId;
import io.caravan.model.Run;
import io.caravan.model.RunId;
import io.caravan.model.RunState;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String SOURCE = "s3://caravan/data/topics.csv";
    private static final String PINNED = "s3://caravan/runs/jokes/source/00001.csv";

    private final MemoryInventory inventory = new MemoryInventory();
    private final MemoryStore store = new MemoryStore();
    private final Planner planner =
            new Planner(inventory, store, Given.models(), Given.BUCKET, 1 << 20, InstantSource.fixed(Given.NOW));

    @BeforeEach
    void aRun() {
        inventory.add(Given.run("jokes"));
    }

    @Test
    void a_run_is_pinned_counted_and_cut() throws IOException {
        store.put(SOURCE, csv(120, row -> row + ",topic " + row));

        assertThat(planner.plan("jokes")).containsExactly(new JobId(new RunId("jokes"), 1, 1));

        assertThat(state()).isEqualTo(new RunState.Running(120, 1, Given.NOW));
        assertThat(store.text(PINNED)).isEqualTo(store.text(SOURCE));
    }

    @Test
    void a_plan_made_twice_is_the_same_plan() throws IOException {
        store.put(SOURCE, csv(120, row -> row + ",topic " + row));
        planner.plan("jokes");

        assertThat(planner.plan("jokes")).containsExactly(new JobId(new RunId("jokes"), 1, 1));
        assertThat(inventory.jobs(new RunId("jokes"))).hasSize(1);
    }

    @Test
    void a_copy_that_was_pinned_stays_when_planning_begins_again_after_the_source_changed() throws IOException {
        store.put(PINNED, csv(120, row -> row + ",before " + row));
        store.put("s3://caravan/runs/jokes/source.json", "[\"" + SOURCE + "\"]");
        store.put(SOURCE, csv(240, row -> row + ",after " + row));

        planner.plan("jokes");

        assertThat(state()).isEqualTo(new RunState.Running(120, 1, Given.NOW));
        assertThat(store.text(PINNED).orElseThrow()).contains("before 7");
    }

    @Test
    void a_broken_row_fails_the_run_and_is_named_by_the_users_file_not_by_the_copy() throws IOException {
        store.put(SOURCE, csv(120, row -> row == 90 ? "90,one,two" : row + ",topic " + row));

        assertThat(planner.plan("jokes")).isEmpty();

        assertThat(state())
                .isEqualTo(new RunState.Failed(
                        SOURCE
                                + " line 91: expected 2 fields (id, topic), found 3; a value that holds the separator or a"
                                + " line end must be in double quotes",
                        Given.NOW));
        assertThat(inventory.jobs(new RunId("jokes"))).isEmpty();
    }

    @Test
    void a_source_that_went_away_fails_the_run() throws IOException {
        assertThat(planner.plan("jokes")).isEmpty();

        assertThat(state())
                .isEqualTo(new RunState.Failed("s3_uri: there is no object " + SOURCE + " any more", Given.NOW));
    }

    private RunState state() {
        return inventory.run(new RunId("jokes")).map(Run::state).orElseThrow();
    }

    private static String csv(int rows, IntFunction<String> row) {
        return IntStream.rangeClosed(1, rows).mapToObj(row).collect(Collectors.joining("\n", "id,topic\n", "\n"));
    }
}
