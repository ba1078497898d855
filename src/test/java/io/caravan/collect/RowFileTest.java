package io.caravan.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowFileTest {
    @Test
    void what_was_put_in_any_order_is_found_in_every_order() throws IOException {
        for (long seed = 0; seed < 30; seed++) {
            var random = new SplittableRandom(seed);
            var pieces = new byte[1 + random.nextInt(2000)][];
            try (RowFile file = RowFile.of(pieces.length)) {
                for (int i = 0; i < pieces.length; i++) {
                    int row = random.nextInt(pieces.length); // some more than once, some never
                    pieces[row] = piece(random);
                    file.put(row, pieces[row], 0, pieces[row].length);
                }
                for (int row = 0; row < pieces.length; row++) {
                    assertFound(file, row, pieces[row], seed);
                }
                for (int i = 0; i < 100; i++) {
                    int row = random.nextInt(pieces.length);
                    assertFound(file, row, pieces[row], seed);
                }
            }
        }
    }

    @Test
    void what_is_put_after_a_look_is_found_beside_what_was_there() throws IOException {
        try (RowFile file = RowFile.of(3)) {
            file.put(0, new byte[] {1, 2}, 0, 2);
            assertFound(file, 0, new byte[] {1, 2}, 0);

            file.put(1, new byte[] {9, 3, 4, 9}, 1, 2);

            assertFound(file, 1, new byte[] {3, 4}, 0);
            assertFound(file, 0, new byte[] {1, 2}, 0);
            assertThat(file.find(2)).isFalse();
        }
    }

    /** Mostly small, some larger than a page. */
    private static byte[] piece(SplittableRandom random) {
        int most = random.nextInt(50) == 0 ? 40_000 : 600;
        var piece = new byte[1 + random.nextInt(most)];
        random.nextBytes(piece);
        return piece;
    }

    private static void assertFound(RowFile file, int row, byte[] expected, long seed) throws IOException {
        assertThat(file.find(row)).as("row %d of seed %d", row, seed).isEqualTo(expected != null);
        if (expected != null) {
            byte[] found = Arrays.copyOfRange(file.bytes(), file.start(), file.start() + file.length(row));
            assertThat(found).as("row %d of seed %d", row, seed).isEqualTo(expected);
        }
    }
}
