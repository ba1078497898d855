package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

/** Cells and rows beyond what anyone should have. */
class LargeDataTest {
    private static final int COLUMNS = 10_000;

    @Test
    void a_parquet_cell_of_50_mb_is_a_problem_of_its_row_only() throws IOException {
        var large = new byte[50_000_000];
        byte[] file = GeneratedParquet.of(
                "message m { required int32 n; required binary text (STRING); }",
                3,
                CompressionCodecName.SNAPPY,
                1 << 20,
                (row, i) -> row.append("n", i)
                        .append("text", i == 1 ? Binary.fromConstantByteArray(large) : Binary.fromString("small")));
        DataSet data = parquet(file);
        RecordIndex index = data.index(read -> {});

        assertThat(index.jsonBytes(1, 1)).isLessThan(100);
        try (Rows rows = data.rows(index.slice(0, 3))) {
            rows.next();
            assertThat(rows.row().problem()).isEmpty();
            rows.next();
            assertThat(rows.row().problem()).contains("the row has 50000012 bytes; rows of up to 33554432 can be sent");
            assertThat(rows.row().has(1)).isFalse();
            assertThat(rows.row().text(0)).isEqualTo("1");
            rows.next();
            assertThat(rows.row().problem()).isEmpty();
            assertThat(rows.row().text(1)).isEqualTo("small");
        }
    }

    @Test
    void a_csv_of_10000_columns_is_read() throws IOException {
        String header = names(i -> "c" + i, ",");
        String row = names(i -> "v" + i, ",");
        DataSet data = Memory.open(header + "\n" + (row + "\n").repeat(20));

        assertWide(data, 20, "v9999");
    }

    @Test
    void a_parquet_file_of_10000_columns_is_read() throws IOException {
        byte[] file = GeneratedParquet.of(
                "message m { " + names(i -> "required int32 c" + i + ";", " ") + " }",
                3,
                CompressionCodecName.SNAPPY,
                1 << 20,
                (row, r) -> IntStream.range(0, COLUMNS).forEach(i -> row.add(i, i)));

        assertWide(parquet(file), 3, "9999");
    }

    private static void assertWide(DataSet data, int rows, String last) throws IOException {
        assertThat(data.columns()).hasSize(COLUMNS).endsWith("c9999");
        assertThat(Read.texts(data))
                .hasSize(rows)
                .allSatisfy(row -> assertThat(row).hasSize(COLUMNS).endsWith(last));
    }

    private static String names(IntFunction<String> name, String between) {
        return IntStream.range(0, COLUMNS).mapToObj(name).collect(Collectors.joining(between));
    }

    private static DataSet parquet(byte[] file) throws IOException {
        return DataSets.open(List.of(new Memory("s3://bucket/x.parquet", file, 1 << 20)));
    }
}
