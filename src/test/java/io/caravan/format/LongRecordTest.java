package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import io.caravan.model.CsvForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records longer than what is held at once. */
class LongRecordTest {
    private static final Sizes SMALL = new Sizes(8, 32, 40);

    @Test
    void a_cell_beyond_the_limit_is_a_problem_of_its_row_only() throws IOException {
        String huge = "\"" + "x,\n\"\"y\"\"\r".repeat(5_000_000) + "\"";
        DataSet data = Memory.open("id,text,tag\n1,a,b\n2," + huge + ",\"t\"\"ag\"\n3,c,d\n");
        RecordIndex index = data.index(read -> {});

        assertThat(index.records()).isEqualTo(3);
        assertThat(index.jsonBytes(1, 1)).isZero();
        try (Rows rows = data.rows(index.slice(1, 2))) {
            assertThat(rows.next()).isTrue();
            Row row = rows.row();
            assertThat(row.problem())
                    .contains("the row at byte 18 of s3://bucket/x.csv has 45000012 bytes;"
                            + " rows of up to 33554432 can be sent");
            assertThat(row.has(0)).isTrue();
            assertThat(row.has(1)).isFalse();
            assertThat(row.text(0)).isEqualTo("2");
            assertThat(row.text(1)).isEmpty();
            assertThat(row.text(2)).isEqualTo("t\"ag");
            var json = new Buffer(8);
            row.jsonValue(1, json);
            row.jsonValue(2, json);
            assertThat(json.toString()).isEqualTo("null\"t\\\"ag\"");
            var csv = new Buffer(8);
            row.csv(csv, ',');
            assertThat(csv.toString().equals("2," + huge + ",\"t\"\"ag\"")).isTrue();

            assertThat(rows.next()).isTrue();
            assertThat(rows.row().text(1)).isEqualTo("c");
        }
    }

    @Test
    void long_records_are_the_same_records() throws IOException {
        int found = 0;
        for (long seed = 0; seed < 3000; seed++) {
            var csv = GeneratedCsv.of(seed);
            DataSet whole = Files.open(List.of(Memory.csv(csv.bytes())), file -> CsvFile.open(file, CsvForm.USUAL));
            if (whole.isEmpty() || String.join(",", whole.columns()).length() > 12) {
                continue;
            }
            DataSet cut = Files.open(List.of(Memory.csv(csv.bytes())), file -> CsvFile.open(file, SMALL));
            assertThat(Read.csv(cut)).as("seed %d", seed).isEqualTo(Read.csv(whole));
            assertThat(Read.texts(cut)).as("seed %d", seed).isEqualTo(csv.records());
            RecordIndex index = cut.index(read -> {});
            for (int i = 0; i < index.records(); i++) {
                try (Rows rows = cut.rows(index.slice(i, 1))) {
                    assertThat(rows.next()).isTrue();
                    boolean tooLong = rows.row().problem().isPresent();
                    found += tooLong ? 1 : 0;
                    assertThat(index.jsonBytes(i, 1) == 0
                                    && !csv.records().get(i).equals(List.of("")))
                            .as("seed %d row %d counts nothing", seed, i)
                            .isEqualTo(tooLong);
                }
            }
        }
        assertThat(found).isGreaterThan(500);
    }

    @Test
    void faults_in_long_records_are_named_as_in_others() {
        broken(
                "a,b\n1," + "x".repeat(50) + ",3\n",
                "s3://bucket/x.csv line 2: expected 2 fields (a, b), found 3;"
                        + " a value that holds the separator or a line end must be in double quotes");
        broken(
                "a,b\n1,\"\n" + "x".repeat(50),
                "s3://bucket/x.csv line 2: a double quote opens a value and is never closed;"
                        + " close it, or write the value as \"\"\"…\" when it begins with a double quote");
        broken(
                "a,b\n1,\"\n" + "x".repeat(50) + "\"y\n",
                "s3://bucket/x.csv line 3: expected a separator or the line's end behind the closing double quote of a"
                        + " value that opened in line 2, found 'y'; inside a quoted value a double quote is written"
                        + " twice");
    }

    private static void broken(String text, String message) {
        var file = Memory.csv(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> CsvFile.open(file, SMALL).index(read -> {}))
                .isInstanceOf(BrokenData.class)
                .hasMessage(message);
    }
}
