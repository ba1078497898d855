package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void lines_of_any_length_are_read_whole_wherever_reads_end() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            var random = new SplittableRandom(seed);
            var lines = new ArrayList<String>();
            var text = new StringBuilder();
            int count = random.nextInt(60);
            for (int i = 0; i < count; i++) {
                lines.add("ü".repeat(random.nextInt(random.nextInt(10) == 0 ? 200_000 : 30)));
                text.append(lines.getLast()).append('\n');
            }
            if (random.nextBoolean()) {
                lines.add("the last one needs no end");
                text.append(lines.getLast());
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            assertThat(read(new Memory("x", bytes, 1 + random.nextInt(100_000)).open(0, bytes.length)))
                    .as("seed %d", seed)
                    .isEqualTo(lines);
        }
    }

    @Test
    void a_line_too_long_to_be_held_is_known_by_its_place_and_the_next_one_is_whole() throws IOException {
        long longest = Lines.LONGEST;
        for (long length : List.of(longest - 1, longest, longest + 1, 5 * longest / 2)) {
            try (var lines = new Lines(all(text("one\n"), xs(length), text("\ntwo")))) {
                assertThat(lines.next()).isTrue();
                assertThat(lines.tooLong()).isFalse();

                assertThat(lines.next()).isTrue();
                assertThat(lines.tooLong()).as("%d bytes", length).isEqualTo(length >= longest);
                assertThat(lines.start()).isEqualTo(4);
                assertThat(lines.end()).isEqualTo(4 + length);

                assertThat(lines.next()).isTrue();
                assertThat(lines.tooLong()).isFalse();
                assertThat(current(lines)).isEqualTo("two");
                assertThat(lines.start()).isEqualTo(5 + length);
                assertThat(lines.next()).isFalse();
            }
        }
    }

    @Test
    void a_line_too_long_may_be_the_last_one() throws IOException {
        try (var lines = new Lines(xs(Lines.LONGEST + 7L))) {
            assertThat(lines.next()).isTrue();
            assertThat(lines.tooLong()).isTrue();
            assertThat(lines.end()).isEqualTo(Lines.LONGEST + 7L);
            assertThat(lines.next()).isFalse();
        }
    }

    private static List<String> read(InputStream in) throws IOException {
        var all = new ArrayList<String>();
        try (var lines = new Lines(in)) {
            while (lines.next()) {
                all.add(current(lines));
            }
        }
        return all;
    }

    private static String current(Lines lines) {
        return new String(lines.bytes(), lines.from(), lines.length(), StandardCharsets.UTF_8);
    }

    private static InputStream all(InputStream a, InputStream b, InputStream c) {
        return new SequenceInputStream(a, new SequenceInputStream(b, c));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream xs(long length) {
        return new Repeated("x", length);
    }
}
