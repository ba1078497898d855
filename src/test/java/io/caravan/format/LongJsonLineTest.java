package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON lines longer than what is held at once. */
class LongJsonLineTest {
    private static final Sizes SMALL = new Sizes(8, 32, 40);

    @Test
    void a_line_beyond_the_limit_is_a_problem_of_its_row_only() throws IOException {
        String huge = "x,\\\"{".repeat(7_000_000);
        String text = "{\"id\":1,\"text\":\"a\"}\n{\"id\":\"2\\\"\",\"text\": \"" + huge
                + "\" ,\"tag\":[1,\"]\"]}\n{\"id\":3,\"text\":\"c\"}";
        DataSet data = open(text, Sizes.USUAL);
        RecordIndex index = data.index(read -> {});

        assertThat(data.columns()).containsExactly("id", "text", "tag");
        assertThat(index.records()).isEqualTo(3);
        assertThat(index.jsonBytes(1, 1)).isZero();
        try (Rows rows = data.rows(index.slice(1, 2))) {
            assertThat(rows.next()).isTrue();
            Row row = rows.row();
            assertThat(row.problem())
                    .contains("the line at byte 20 of s3://bucket/x.jsonl has 35000040 bytes;"
                            + " lines of up to 33554432 can be sent");
            assertThat(List.of(row.has(0), row.has(1), row.has(2))).containsExactly(true, false, true);
            assertThat(List.of(row.text(0), row.text(1), row.text(2))).containsExactly("2\"", "", "[1,\"]\"]");
            var csv = new Buffer(8);
            row.csv(csv, ',');
            assertThat(csv.toString()).isEqualTo("\"2\"\"\",,\"[1,\"\"]\"\"]\"");
            var json = new Buffer(8);
            row.jsonValue(0, json);
            row.jsonValue(1, json);
            assertThat(json.toString()).isEqualTo("\"2\\\"\"null");

            assertThat(rows.next()).isTrue();
            assertThat(rows.row().problem()).isEmpty();
            assertThat(rows.row().text(1)).isEqualTo("c");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void long_lines_are_the_same_lines() throws IOException {
        int found = 0;
        for (int seed = 0; seed < 500; seed++) {
            String text = GeneratedJsonl.of(new SplittableRandom(seed));
            DataSet whole = open(text, Sizes.USUAL);
            DataSet cut = open(text, SMALL);

            assertThat(cut.columns()).as("seed %d", seed).isEqualTo(whole.columns());
            assertThat(Read.texts(cut)).as("seed %d", seed).isEqualTo(Read.texts(whole));
            RecordIndex index = cut.index(read -> {});
            assertThat(index.records()).isEqualTo(whole.index(read -> {}).records());
            for (int i = 0; i < index.records(); i++) {
                try (Rows rows = cut.rows(index.slice(i, 1))) {
                    assertThat(rows.next()).isTrue();
                    Optional<String> problem = rows.row().problem();
                    found += problem.isPresent() ? 1 : 0;
                    assertThat(index.jsonBytes(i, 1) == 0)
                            .as("seed %d row %d", seed, i)
                            .isEqualTo(problem.isPresent());
                }
            }
        }
        assertThat(found).isGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[{\"a\":1},{\"a\":2},{\"a\":3},{\"a\":4},{\"a\":5}]|expected an object {…}, one a line, found '['",
                "{\"a\":1}{\"a\":2}{\"a\":3}{\"a\":4}{\"a\":5}{\"a\":6}|expected the line's end behind the object, found '{'",
                "{\"a\":\"123456789012345678901234567890|expected a closing double quote, found the line's end",
                "{\"a\":[12345678901234567890123456789}]}|expected ',', found '}'",
            })
    void faults_of_long_lines_are_named_as_in_others(String line, String fault) {
        assertThatThrownBy(
                        () -> open("{\"a\":1}\n" + line + "\n{\"a\":2}", SMALL).index(read -> {}))
                .isInstanceOf(BrokenData.class)
                .hasMessage(
                        "s3://bucket/x.jsonl line 2: has more than 32 bytes and is not JSON as it should be: " + fault);
    }

    @Test
    void a_file_without_line_ends_is_refused_without_being_read_through() throws IOException {
        var file = new Memory(
                "s3://bucket/x.jsonl", "[{\"a\":1},".repeat(8_000_000).getBytes(StandardCharsets.UTF_8), 1 << 20);

        assertThatThrownBy(() -> DataSets.open(List.of(file)))
                .isInstanceOf(BrokenData.class)
                .hasMessageContaining("found '['");
        assertThat(file.read.get()).isLessThan(file.size() / 2 + (1 << 20));
    }

    @Test
    void a_long_line_of_nothing_is_blank_and_one_of_names_is_refused() throws IOException {
        String nothing = "\u0000 \r".repeat(20);
        assertThat(Read.texts(open("{\"a\":1}\n" + nothing + "\n{\"a\":2}", SMALL)))
                .containsExactly(List.of("1"), List.of("2"));

        String names = "{\"" + "n".repeat(3_000_000) + "\":1}";
        assertThatThrownBy(() -> open("{\"a\":1}\n" + names, SMALL))
                .hasMessage("s3://bucket/x.jsonl line 2: has more than 1048576 bytes of names");
    }

    private static DataSet open(String text, Sizes sizes) throws IOException {
        var file = new Memory("s3://bucket/x.jsonl", text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
        return Files.open(List.of(file), f -> JsonlFile.open(f, sizes));
    }
}
