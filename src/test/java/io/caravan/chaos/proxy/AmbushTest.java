package io.caravan.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AmbushTest {
    private static final List<Step> STEPS = IntStream.range(0, 20)
            .mapToObj(i -> new Step("step " + i, call -> call.path().equals("/" + i)))
            .toList();

    @Test
    void whoever_takes_every_step_dies_at_every_point() {
        var ambush = new Ambush(STEPS, 5);
        for (int round = 0; round < 40; round++) {
            for (int step = 0; step < STEPS.size(); step++) {
                if (!ambush.armed()) {
                    ambush.arm();
                }
                ambush.meets(call(step));
            }
        }
        assertThat(ambush.sprung().keySet()).containsExactlyInAnyOrderElementsOf(Ambush.points(STEPS));
    }

    @Test
    void a_point_that_nobody_comes_by_gives_way() {
        var ambush = new Ambush(STEPS, 0);
        var met = new ArrayList<Boolean>();
        for (int i = 0; i < 4; i++) {
            ambush.arm(); // a wait in vain moves on
            met.add(ambush.meets(call(19)).isPresent());
        }
        assertThat(met).contains(true, false);
    }

    @Test
    void what_nobody_took_is_named_and_nobody_dies_unless_it_is_armed() {
        var ambush = new Ambush(STEPS, 0);
        STEPS.stream()
                .skip(1)
                .forEach(step ->
                        assertThat(ambush.meets(call(STEPS.indexOf(step)))).isEmpty());

        assertThat(ambush.untaken()).containsExactly("step 0");
    }

    private static Call call(int step) {
        return new Call(Service.S3, "PutObject", "/" + step, "");
    }
}
