package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.Answer;
import io.caravan.model.BrokenData;
import io.caravan.model.CsvForm;
import io.caravan.model.ErrorClass;
import io.caravan.model.OutputFormat;
import io.caravan.model.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

class ParquetPartTest {
    private static final Optional<BigDecimal> COST = Optional.of(new BigDecimal("0.0001234"));
    private static final Answer OK = new Answer.Text("hi", "end_turn", Tokens.of(12, 7));

    @Test
    void text_stays_text_and_what_there_is_not_is_null() throws IOException {
        DataSet data = Memory.open("id,text\n007,\"a \"\"b\"\"\"\n8,\n9,x\n");

        DataSet result = open(part(
                data,
                AnswerColumns.TEXT,
                OK,
                new Answer.Failed(ErrorClass.REFUSED, "403", "no", "", Tokens.ofInput(9)),
                new Answer.Skipped("why")));

        assertThat(result.types().stream().map(Object::toString))
                .containsExactly(
                        "optional binary id (STRING)",
                        "optional binary text (STRING)",
                        "optional binary record_id (STRING)",
                        "optional binary response (STRING)",
                        "optional binary status (STRING)",
                        "optional binary error (STRING)",
                        "optional binary stop_reason (STRING)",
                        "optional int64 input_tokens",
                        "optional int64 output_tokens",
                        "optional int64 cost_usd (DECIMAL(18,15))");
        assertThat(json(result))
                .containsExactly(
                        "\"007\",\"a \\\"b\\\"\",\"r0000000001\",\"hi\",\"ok\",null,\"end_turn\",12,7,0.000123400000000",
                        "\"8\",\"\",\"r0000000002\",null,\"failed\",\"refused: no\",null,9,null,0.000123400000000",
                        "\"9\",\"x\",\"r0000000003\",null,\"skipped\",\"skipped: why\",null,null,null,0.000123400000000");
    }

    @Test
    void of_json_lines_texts_are_decoded_and_other_values_are_json() throws IOException {
        DataSet data = DataSets.open(List.of(new Memory(
                "x.jsonl",
                "{\"a\":\"\\u00e9\",\"b\":{\"c\": [1.50]}}\n{\"b\":null}\n".getBytes(StandardCharsets.UTF_8),
                99)));

        assertThat(json(open(part(data, AnswerColumns.TEXT, OK, OK))))
                .containsExactly(
                        "\"é\",\"{\\\"c\\\": [1.50]}\",\"r0000000001\",\"hi\",\"ok\",null,\"end_turn\",12,7,0.000123400000000",
                        "null,null,\"r0000000002\",\"hi\",\"ok\",null,\"end_turn\",12,7,0.000123400000000");
    }

    @Test
    void an_embedding_is_a_list_of_floats() throws IOException {
        DataSet result = open(part(
                Memory.open("input_text\ncat\ndog\n"),
                AnswerColumns.EMBEDDING,
                new Answer.Embedding("[0.1, -2e-3,3]", Tokens.ofInput(2)),
                new Answer.Embedding("[]", Tokens.ofInput(2))));

        assertThat(result.types().get(2)).hasToString("""
                optional group embedding (LIST) {
                  repeated group list {
                    required float element;
                  }
                }""");
        assertThat(json(result).get(0)).startsWith("\"cat\",\"r0000000001\",[0.1,-0.002,3.0],\"ok\"");
        assertThat(json(result).get(1)).startsWith("\"dog\",\"r0000000002\",[],\"ok\"");
    }

    @Test
    void parquets_own_types_stay_nested_ones_too() throws IOException {
        DataSet data = open(GeneratedParquet.of("""
                message m {
                  required int32 day (DATE); optional int64 at (TIMESTAMP(MICROS,true)); required binary d (DECIMAL(38,3));
                  required fixed_len_byte_array(2) raw; required int96 old; optional boolean no;
                  optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
                  required group point { required double x; optional binary name (STRING); }
                  repeated int64 bare;
                }""", 2, CompressionCodecName.SNAPPY, 1 << 20, (row, i) -> {
            row.add("day", -1);
            row.add("d", Binary.fromConstantByteArray(new byte[] {1, 0}));
            row.add("raw", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xff}));
            row.add("old", new org.apache.parquet.example.data.simple.NanoTime(2_440_589, 1_000_000L));
            row.addGroup("point").add("x", 0.5);
            if (i == 0) {
                row.add("at", -1L);
                row.addGroup("tags").addGroup("list").add("element", "a\"");
                row.add("bare", 3L);
                row.add("bare", 4L);
            }
        }));

        DataSet result = open(part(data, AnswerColumns.TEXT, OK, OK));

        assertThat(result.types().subList(0, 9)).isEqualTo(data.types());
        List<String> before = json(data);
        List<String> after = json(result);
        for (int i = 0; i < 2; i++) {
            assertThat(after.get(i)).startsWith(before.get(i) + ",\"r000000000" + (i + 1) + "\"");
        }
    }

    @Test
    void parts_become_one_file_of_all_their_row_groups() throws IOException {
        var parts = new ArrayList<byte[]>();
        var whole = new ByteArrayOutputStream();
        var rows = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            parts.add(part(Memory.open("id\n%da\n%db\n".formatted(i, i)), AnswerColumns.TEXT, OK, OK));
            rows.addAll(json(open(parts.get(i))));
        }

        ParquetJoin join = ParquetJoin.of(
                parts.stream().map(part -> new Memory("x.parquet", part, 99)).toList());
        for (int i = 0; i < 3; i++) {
            ParquetJoin.Stretch stretch = join.stretches().get(i);
            whole.writeBytes(Arrays.copyOfRange(parts.get(i), (int) stretch.from(), (int) stretch.to()));
        }
        whole.writeBytes(join.end());

        DataSet result = open(whole.toByteArray());
        assertThat(json(result)).isEqualTo(rows);
        assertThat(result.index(read -> {}).slice(5, 1).position()).isEqualTo(2); // the third row group
    }

    @Test
    void files_whose_types_differ_are_named_both() throws IOException {
        byte[] whole = GeneratedParquet.of(
                "message m { required int32 n; }", 1, CompressionCodecName.SNAPPY, 99, (row, i) -> row.add("n", 1));
        byte[] maybe = GeneratedParquet.of(
                "message m { optional int32 n; }", 1, CompressionCodecName.SNAPPY, 99, (row, i) -> row.add("n", 1));
        byte[] wide = GeneratedParquet.of(
                "message m { required int64 n; }", 1, CompressionCodecName.SNAPPY, 99, (row, i) -> row.add("n", 1L));

        DataSets.open(List.of(new Memory("1.parquet", whole, 99), new Memory("2.parquet", maybe, 99)))
                .checkTypes();
        DataSet data = DataSets.open(List.of(new Memory("1.parquet", whole, 99), new Memory("2.parquet", wide, 99)));
        assertThatThrownBy(data::checkTypes)
                .isInstanceOf(BrokenData.class)
                .hasMessage(
                        "a Parquet result needs the same types in all files: 1.parquet has 'optional int32 n', 2.parquet"
                                + " has 'optional int64 n'; write them with one schema, or ask for output_format csv or jsonl");
    }

    private static byte[] part(DataSet data, AnswerColumns columns, Answer... answers) throws IOException {
        var out = new Buffer(64);
        try (PartWriter part = Parts.result(OutputFormat.PARQUET, CsvForm.USUAL, out, data, columns, true);
                Rows rows = data.rows(data.index(read -> {}).slice(0, answers.length))) {
            for (int i = 1; rows.next(); i++) {
                part.row(rows.row(), "r000000000" + i, answers[i - 1], COST);
            }
        }
        return out.toByteArray();
    }

    private static DataSet open(byte[] parquet) throws IOException {
        return DataSets.open(List.of(new Memory("result.parquet", parquet, Integer.MAX_VALUE)));
    }

    private static List<String> json(DataSet data) throws IOException {
        var all = new ArrayList<String>();
        RecordIndex index = data.index(read -> {});
        try (Rows rows = data.rows(index.slice(0, index.records()))) {
            while (rows.next()) {
                var line = new Buffer(64);
                for (int column = 0; column < data.columns().size(); column++) {
                    line.append(column > 0 ? "," : "");
                    rows.row().jsonValue(column, line);
                }
                all.add(line.toString());
            }
        }
        return all;
    }
}
