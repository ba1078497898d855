package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

/** Requests that would be larger than Bedrock takes, or than memory has room for. */
class RowCheckTest {
    private static final String TEXT = "x".repeat(9_000_000);

    @Test
    void a_value_that_a_prompt_uses_too_often_is_too_much() throws IOException {
        DataSet csv = Memory.open("small,large\nabc," + TEXT + "\n");

        assertThat(problem(csv, "large", "small", "large")).isEmpty();
        assertThat(problem(csv, "large", "large", "small", "large"))
                .contains("the values in this row's request have up to 27000003 bytes as JSON, at most 25000000 can be"
                        + " sent; shorten them, or use them less often in the prompt");
    }

    @Test
    void values_count_as_they_are_escaped() throws IOException {
        String rare = "\u0001".repeat(5_000_000);
        byte[] parquet = GeneratedParquet.of(
                "message m { required binary text (STRING); required group list { repeated binary l (STRING); } }",
                1,
                CompressionCodecName.SNAPPY,
                1 << 20,
                (row, i) -> {
                    row.add("text", rare);
                    row.addGroup("list").add("l", rare.substring(1_000_000));
                });
        DataSet typed = DataSets.open(List.of(new Memory("s3://bucket/x.parquet", parquet, 1 << 20)));
        String tooMuch = "the values in this row's request have up to ";

        assertThat(problem(Memory.open("a,b\n" + rare + ",\n"), "a"))
                .hasValueSatisfying(startsWith(tooMuch + 30_000_000));
        assertThat(problem(Memory.open("a,b\n" + rare + ",\n"), "b")).isEmpty();
        assertThat(problem(jsonl("{\"a\":\"" + "\\u0001".repeat(4_000_000) + "\"}"), "a"))
                .isEmpty(); // its own escapes are sent as they are
        assertThat(problem(jsonl("{\"a\":[\"" + "\\\\".repeat(5_000_000) + "\"]}"), "a", "a"))
                .hasValueSatisfying(startsWith(tooMuch + 40_000_012));
        assertThat(problem(typed, "text")).hasValueSatisfying(startsWith(tooMuch + 30_000_000));
        assertThat(problem(typed, "list")).hasValueSatisfying(startsWith(tooMuch));
    }

    @Test
    void a_record_that_is_too_large_is_too_much() throws IOException {
        String most = "{\"x\":\"" + "x".repeat(RowCheck.MOST_BYTES - 8) + "\"}";

        assertThat(recordProblem("{\"modelInput\":" + most + "}")).isEmpty();
        assertThat(recordProblem("{\"modelInput\": " + most.replace("{", "{ ") + "}"))
                .contains("modelInput has 25000001 bytes, at most 25000000 can be sent");
    }

    @Test
    void a_row_of_parquet_that_is_too_large_in_all_is_a_problem_whatever_its_types() throws IOException {
        var part = new byte[20_000_000];
        byte[] parquet = GeneratedParquet.of(
                "message m { required binary packed; required group s { required binary inner; } }",
                2,
                CompressionCodecName.SNAPPY,
                1 << 20,
                (row, i) -> {
                    row.add("packed", Binary.fromConstantByteArray(part));
                    row.addGroup("s").add("inner", Binary.fromConstantByteArray(i == 0 ? new byte[9] : part));
                });
        DataSet data = DataSets.open(List.of(new Memory("s3://bucket/x.parquet", parquet, 1 << 20)));
        try (Rows rows = data.rows(data.index(read -> {}).slice(0, 2))) {
            rows.next();
            assertThat(rows.row().problem()).isEmpty();
            rows.next();
            assertThat(rows.row().problem()).contains("the row has 40000000 bytes; rows of up to 33554432 can be sent");
        }
    }

    private static Consumer<String> startsWith(String text) {
        return found -> assertThat(found).startsWith(text);
    }

    private static Optional<String> recordProblem(String line) throws IOException {
        return problem(jsonl(line), Optional.empty());
    }

    private static Optional<String> problem(DataSet data, String... uses) throws IOException {
        return problem(data, Optional.of(List.of(uses)));
    }

    private static Optional<String> problem(DataSet data, Optional<List<String>> uses) throws IOException {
        RowCheck check = RowCheck.of(data.columns(), uses, values -> Optional.empty());
        try (Rows rows = data.rows(data.index(read -> {}).slice(0, 1))) {
            rows.next();
            return check.problem(rows.row());
        }
    }

    private static DataSet jsonl(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        return DataSets.open(List.of(new Memory("s3://bucket/x.jsonl", bytes, 1 << 20)));
    }
}
