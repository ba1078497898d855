package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import io.caravan.model.CsvForm;
import io.caravan.model.Refused;
import io.caravan.model.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFileTest {
    @Test
    void a_declared_separator_divides_and_commas_are_text() throws IOException {
        DataSet data =
                DataSets.open(List.of(Memory.csv("a;b\n1,5;\"x;y\"\n")), new CsvForm(';', StandardCharsets.UTF_8));

        assertThat(data.columns()).containsExactly("a", "b");
        assertThat(Read.texts(data)).containsExactly(List.of("1,5", "x;y"));
    }

    @Test
    void values_are_exactly_as_in_the_file() throws IOException {
        DataSet data = Memory.open("id,topic,note\n007, cats ,\n1e3,\"say \"\"hi\"\"\",NULL\n");

        assertThat(data.columns()).containsExactly("id", "topic", "note");
        assertThat(Read.texts(data))
                .containsExactly(List.of("007", " cats ", ""), List.of("1e3", "say \"hi\"", "NULL"));
    }

    @Test
    void a_row_is_copied_byte_by_byte() throws IOException {
        assertThat(Read.csv(Memory.open("id,topic\r\n007,\"a\r\n\"\"b\"\"\"\r\n\"8\",\"\"")))
                .containsExactly("007,\"a\r\n\"\"b\"\"\"", "\"8\",\"\"");
    }

    @Test
    void an_empty_line_is_no_record_in_a_file_of_two_columns() throws IOException {
        assertThat(Read.texts(Memory.open("\na,b\n\n1,2\n\n\n"))).containsExactly(List.of("1", "2"));
    }

    @Test
    void an_empty_line_is_an_empty_value_in_a_file_of_one_column() throws IOException {
        assertThat(Read.texts(Memory.open("a\n1\n\n2\n"))).containsExactly(List.of("1"), List.of(""), List.of("2"));
    }

    @Test
    void a_header_alone_is_an_empty_data_set() throws IOException {
        DataSet data = Memory.open("a,b\n\n");

        assertThat(data.isEmpty()).isTrue();
        assertThat(data.index(read -> {}).records()).isZero();
    }

    @Test
    void opening_reads_only_the_beginning() throws IOException {
        var file = Memory.csv("a,b\n" + "1,2\n".repeat(1_000_000));

        assertThat(DataSets.open(List.of(file)).isEmpty()).isFalse();
        assertThat(file.read.get()).isLessThan(100_000);
    }

    @Test
    void progress_ends_at_the_last_byte() throws IOException {
        var told = new ArrayList<Long>();

        Memory.open("a,b\n" + "1,2\n".repeat(5_000_000)).index(told::add);

        assertThat(told).isSorted().hasSizeBetween(3, 10).endsWith(20_000_004L);
    }

    @Test
    void several_files_are_one_data_set_and_slices_reach_across() throws IOException {
        var files = new ArrayList<Bytes>();
        for (String rows : List.of("1\n2", "", "3\n", "4\n5\n6")) {
            files.add(Memory.csv("n,m\n" + rows.replaceAll("(\\d)", "$1,x")));
        }
        DataSet data = DataSets.open(files);
        RecordIndex index = data.index(read -> {});

        assertThat(index.records()).isEqualTo(6);
        assertThat(index.bytes())
                .isEqualTo(files.stream().mapToLong(Bytes::size).sum());
        for (int first = 0; first < 6; first++) {
            for (int count = 1; first + count <= 6; count++) {
                var expected = new ArrayList<List<String>>();
                for (int i = first; i < first + count; i++) {
                    expected.add(List.of(String.valueOf(i + 1), "x"));
                }
                assertThat(Read.texts(data, index.slice(first, count))).isEqualTo(expected);
                assertThat(index.jsonBytes(first, count)).isEqualTo(3L * count);
            }
        }
    }

    @Test
    void files_with_other_columns_are_refused_by_name() throws IOException {
        DataSet data = DataSets.open(List.of(
                new Memory("s3://bucket/1.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), 99),
                new Memory("s3://bucket/2.csv", "a,c\n1,2\n".getBytes(StandardCharsets.UTF_8), 99)));

        assertThatThrownBy(() -> data.index(read -> {}))
                .isInstanceOf(BrokenData.class)
                .hasMessage("expected the same columns in all files: s3://bucket/1.csv has (a, b),"
                        + " s3://bucket/2.csv has (a, c)");
    }

    @Test
    void a_file_that_changed_after_planning_is_found_out() throws IOException {
        DataSet data = Memory.open("a,b\n1,2\n");

        assertThatThrownBy(() -> Read.texts(data, new Slice(0, 0, 4, 0, 2)))
                .isInstanceOf(BrokenData.class)
                .hasMessage("s3://bucket/x.csv ends after 1 of 2 records: it changed since it was planned");
    }

    @Test
    void an_unknown_ending_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> DataSets.open(List.of(new Memory("s3://bucket/x.xlsx", new byte[9], 99))))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "s3_uri: found s3://bucket/x.xlsx, whose format is not known; valid are names ending in .csv, .jsonl, .ndjson, .parquet; of the text formats with .gz too");
        assertThatThrownBy(() -> DataSets.open(List.of()))
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "s3_uri: found no data set there; valid are names ending in .csv, .jsonl, .ndjson, .parquet; of the text formats with .gz too");
        assertThat(DataSets.known("s3://bucket/X.CSV")).isTrue();
    }

    @Test
    void a_row_that_is_not_utf8_has_a_problem_and_keeps_its_bytes() throws IOException {
        byte[] latin = "id,name\n1,Ren\u00e9\n2,Ann\n".getBytes(StandardCharsets.ISO_8859_1);
        DataSet data = DataSets.open(List.of(Memory.csv(latin)));

        try (Rows rows = data.rows(data.index(read -> {}).slice(0, 2))) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.row().problem())
                    .contains("column 'name' is not UTF-8: byte 0xE9 at byte 13 of s3://bucket/x.csv;"
                            + " save it as UTF-8, or declare what it is, as \"csv\": {\"charset\": \"windows-1252\"}");
            assertThat(rows.row().has(0)).isTrue();
            assertThat(rows.row().has(1)).isFalse();
            var csv = new Buffer(8);
            rows.row().csv(csv, ',');
            assertThat(csv.toByteArray()).isEqualTo("1,Ren\u00e9".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(rows.next()).isTrue();
            assertThat(rows.row().problem()).isEmpty();
        }
    }
}
