package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.model.BrokenData;
import io.caravan.model.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void columns_are_the_names_in_order_of_appearance() throws IOException {
        assertThat(open("{\"id\":1}\n\n{\"text\":\"x\",\"id\":2}\n").columns()).containsExactly("id", "text");
    }

    @Test
    void numbers_stay_as_written_and_nested_values_are_json() throws IOException {
        assertThat(
                        Read.texts(
                                open(
                                        "{\"n\":1.50e3,\"o\":{ \"a\":[1, \"b\"]},\"t\":true,\"s\":\"é \\u00e9 \\\"q\\\"\\n\",\"z\":null}")))
                .containsExactly(List.of("1.50e3", "{ \"a\":[1, \"b\"]}", "true", "é é \"q\"\n", ""));
    }

    @Test
    void a_result_row_has_each_column_in_its_place_whatever_the_lines_order() throws IOException {
        assertThat(Read.csv(open("{\"a\":1,\"b\":\"x,\\\"y\"}\n{\"b\":[1,2]}\r\n{\"b\":\"\",\"a\":null}\n{}")))
                .containsExactly("1,\"x,\"\"y\"", ",\"[1,2]\"", ",", ",");
    }

    @Test
    void a_name_that_a_line_lacks_is_a_problem_only_where_a_prompt_needs_it() throws IOException {
        DataSet data = open("{\"a\":1,\"b\":2}\n{\"a\":1}\n{\"a\":1,\"b\":null}\n");
        var needing = RowCheck.of(data.columns(), Optional.of(Set.of("b")), values -> Optional.empty());
        var careless = RowCheck.of(data.columns(), Optional.of(Set.of("a")), values -> Optional.empty());
        var problems = new ArrayList<Optional<String>>();

        try (Rows rows = data.rows(data.index(read -> {}).slice(0, 3))) {
            while (rows.next()) {
                problems.add(needing.problem(rows.row()));
                assertThat(careless.problem(rows.row())).isEmpty();
            }
        }
        assertThat(problems)
                .containsExactly(
                        Optional.empty(),
                        Optional.of("column 'b', which the prompt needs, has no value in this row"),
                        Optional.empty());
    }

    @Test
    void a_record_needs_a_model_input_that_is_an_object() throws IOException {
        DataSet data = open("""
                {"recordId":"a","modelInput": {"x":1}}
                {"recordId":"a"}
                {"recordId":"b","modelInput":"{}"}
                {"modelInput":null}
                {"modelInput":["a list that is too long to be shown in full"]}
                """);
        RowCheck check = RowCheck.of(data.columns(), Optional.empty(), values -> Optional.empty());
        var problems = new ArrayList<Optional<String>>();

        assertThat(data.holdsRecords()).isTrue();
        try (Rows rows = data.rows(data.index(read -> {}).slice(0, 5))) {
            while (rows.next()) {
                problems.add(check.problem(rows.row()));
            }
        }
        assertThat(problems)
                .containsExactly(
                        Optional.empty(),
                        Optional.of("the line has no modelInput"),
                        Optional.of("modelInput must be an object {…}, found \"{}\""),
                        Optional.of("modelInput must be an object {…}, found null"),
                        Optional.of("modelInput must be an object {…}, found"
                                + " [\"a list that is too long to be shown in…"));
    }

    @Test
    void values_in_a_prompt_are_escaped_once() throws IOException {
        DataSet data = open("{\"a\":\"q\\\"\\u00e9\",\"b\":[\"x\"]}");
        try (Rows rows = data.rows(data.index(read -> {}).slice(0, 1))) {
            rows.next();
            var out = new Buffer(8);
            rows.row().jsonText(0, out);
            rows.row().jsonText(1, out);
            assertThat(out.toString()).isEqualTo("q\\\"\\u00e9[\\\"x\\\"]");
            assertThat(data.index(read -> {}).jsonBytes(0, 1)).isEqualTo(out.length());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":1}#{\"a\":}|line 2: column 6 is not JSON as it should be: expected a value (text goes in double quotes), found '}'",
                "{\"a\":1}##[1]|line 3: column 1 is not JSON as it should be: expected an object {…}, one a line, found an array; jq -c '.[]' makes lines of it",
                "{\"a\":01}|line 1: column 7 is not JSON as it should be: expected the end of a number, found '1'",
                "{\"a\":\"x}|line 1: column 9 is not JSON as it should be: expected a closing double quote, found the line's end",
                "{\"a\":1}{\"a\":2}|line 1: column 8 is not JSON as it should be: expected the line's end behind the object, found '{'",
                "{\"a\":1}#{\"a\":1,\"a\":2}|line 2: has 'a' twice; every value needs its own name",
                "{\"a\":\"\\x\"}|line 1: column 8 is not JSON as it should be: expected one of \" \\ / b f n r t u behind a backslash, found 'x'",
            })
    void a_malformed_line_is_named_with_what_is_wrong(String file, String message) {
        assertThatThrownBy(() -> open(file.replace('#', '\n')).index(read -> {}))
                .isInstanceOf(BrokenData.class)
                .hasMessage("s3://bucket/x.jsonl " + message);
    }

    @Test
    void a_name_that_appears_late_is_refused_with_the_cure() {
        String file = "{\"a\":\"" + "x".repeat(1000) + "\"}\n";
        assertThatThrownBy(() -> open(file.repeat(1100) + "{\"b\":1}").index(read -> {}))
                .isInstanceOf(BrokenData.class)
                .hasMessage("s3://bucket/x.jsonl line 1101: has 'b', which no record of the first MiB has, so it is no"
                        + " column; give it to the first record (null will do). Columns are: a");
    }

    @Test
    void bytes_that_are_not_utf8_and_an_empty_file_are_refused() {
        assertThatThrownBy(() -> DataSets.open(List.of(
                        new Memory("s3://bucket/x.jsonl", "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1), 99))))
                .hasMessage("s3://bucket/x.jsonl line 1: byte 0xE9 is not UTF-8; save the file as UTF-8");
        assertThatThrownBy(() -> open("\n \n"))
                .hasMessage("s3://bucket/x.jsonl is empty: expected one JSON object a line");
        assertThatThrownBy(() -> open("{}\n")).hasMessageContaining("expected objects with names and values, found {}");
    }

    @Test
    void whatever_jackson_reads_is_read_alike_from_any_record_on() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var lines = new ArrayList<JsonNode>();
            var text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
            int count = 1 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                var object = JSON.createObjectNode().put("a", i);
                object.put("b", "x\"\\\n\u0001é😀/".repeat(random.nextInt(3)));
                object.putArray("c").add(random.nextDouble()).addObject().put("d", "}],");
                lines.add(object);
                text.append(JSON.writeValueAsString(object)).append(random.nextBoolean() ? "\n" : "\r\n\n");
            }
            var bytes = new Memory("x.jsonl", text.toString().getBytes(StandardCharsets.UTF_8), 1 + random.nextInt(40));
            JsonlFile file = JsonlFile.open(bytes, new Sizes(1 + random.nextInt(64), 9999, 1 + random.nextInt(300)));
            RecordIndex index = file.index(read -> {});
            assertThat(index.records()).isEqualTo(count);
            int first = random.nextInt(count);
            Slice slice = index.slice(first, 1);
            try (Rows rows = file.rows(slice.position(), slice.skip())) {
                for (int i = first; i < count; i++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.row().text(0)).isEqualTo(String.valueOf(i));
                    assertThat(rows.row().text(1))
                            .isEqualTo(lines.get(i).get("b").textValue());
                    assertThat(rows.row().text(2))
                            .isEqualTo(lines.get(i).get("c").toString());
                }
                assertThat(rows.next()).isFalse();
            }
        }
    }

    private static DataSet open(String text) throws IOException {
        return DataSets.open(
                List.of(new Memory("s3://bucket/x.jsonl", text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE)));
    }
}
