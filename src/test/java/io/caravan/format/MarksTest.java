package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {

    @Test
    void every_record_is_found_however_few_marks_are_kept() {
        for (int most = 2; most <= 8; most += 2) {
            for (int records = 1; records < 70; records++) {
                var marks = new Marks(most);
                for (int i = 0; i < records; i++) {
                    marks.add(100L + i * 10L, i);
                }
                RecordIndex index = marks.index(7);
                assertThat(index.records()).isEqualTo(records);
                for (int first = 0; first < records; first++) {
                    Slice slice = index.slice(first, 1);
                    assertThat((slice.position() - 100) / 10 + slice.skip()).isEqualTo(first);
                    assertThat(slice.skip()).isLessThan(Math.max(1, 4 * records / most));
                    long exact = 0;
                    for (int count = 1; first + count <= records; count++) {
                        exact += first + count - 1;
                        assertThat(index.jsonBytes(first, count)).isBetween(exact, records * (records - 1) / 2L);
                    }
                }
            }
        }
    }

    @Test
    void a_place_in_a_later_file_keeps_its_skip() {
        var one = new Marks(2);
        var two = new Marks(2);
        for (int i = 0; i < 4; i++) {
            one.add(10L * i, 1);
            two.add(100L * i, 1);
        }
        var index = new FilesIndex(List.of(one.index(40), two.index(400)));

        assertThat(index.slice(3, 5)).isEqualTo(new Slice(3, 0, 20, 1, 5));
        assertThat(index.slice(5, 2)).isEqualTo(new Slice(5, 1, 0, 1, 2));
        assertThat(index.jsonBytes(3, 5)).isEqualTo(2 + 4);
    }

    @Test
    void a_small_file_is_marked_at_each_record() {
        var marks = new Marks(Marks.MOST);
        for (int i = 0; i < 100; i++) {
            marks.add(i, i);
        }
        assertThat(marks.index(100).slice(42, 5)).isEqualTo(new Slice(42, 0, 42, 0, 5));
        assertThat(marks.index(100).jsonBytes(42, 2)).isEqualTo(42 + 43);
    }

    @Test
    void records_beyond_the_last_are_refused() {
        var marks = new Marks(Marks.MOST);
        marks.add(5, 1);

        assertThatThrownBy(() -> marks.index(9).slice(0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("expected 1 to 1 records from 0, found 2 from 0");
    }
}
