package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetFileTest {
    private static final String NUMBERED = "message m { required int32 n; optional binary text (STRING); }";

    @Test
    void every_flat_type_has_a_text() throws IOException {
        byte[] file = GeneratedParquet.of("""
                message m {
                  required boolean yes; required int32 i; required int64 l; required float f; required double d;
                  required int32 u (INTEGER(32,false)); required int32 day (DATE); required int32 ms (TIME(MILLIS,true));
                  required int64 at (TIMESTAMP(MICROS,true)); required int64 local (TIMESTAMP(NANOS,false));
                  required int32 d9 (DECIMAL(9,2)); required int64 d18 (DECIMAL(18,0)); required binary d38 (DECIMAL(38,3));
                  required fixed_len_byte_array(4) dfix (DECIMAL(9,4)); required binary raw; required binary s (STRING);
                  required binary e (ENUM); required binary j (JSON); required fixed_len_byte_array(16) id (UUID);
                  required int96 old; required fixed_len_byte_array(2) half (FLOAT16); optional int32 none;
                }""", 1, CompressionCodecName.UNCOMPRESSED, 1 << 20, (row, i) -> {
            row.add("yes", true);
            row.add("i", -7);
            row.add("l", Long.MIN_VALUE);
            row.add("f", 0.1f);
            row.add("d", Double.NaN);
            row.add("u", -1);
            row.add("day", -1);
            row.add("ms", 3_723_004);
            row.add("at", -1L);
            row.add("local", 60_000_000_000L);
            row.add("d9", -5);
            row.add("d18", 12L);
            row.add("d38", Binary.fromConstantByteArray(new BigInteger("-123456789012345678901").toByteArray()));
            row.add("dfix", Binary.fromConstantByteArray(new byte[] {0, 0, 0x27, 0x10}));
            row.add("raw", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xff}));
            row.add("s", "a,\"é\n");
            row.add("e", "RED");
            row.add("j", "{\"a\": 1}");
            row.add(
                    "id",
                    Binary.fromConstantByteArray(
                            ByteBuffer.allocate(16).putLong(1).putLong(2).array()));
            row.add("old", new NanoTime(2_440_589, 1_000_000L));
            row.add(
                    "half",
                    Binary.fromConstantByteArray(ByteBuffer.allocate(2)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putShort(Float.floatToFloat16(1.5f))
                            .array()));
        });
        DataSet data = open(file);

        assertThat(Read.texts(data))
                .containsExactly(List.of(
                        "true",
                        "-7",
                        "-9223372036854775808",
                        "0.1",
                        "NaN",
                        "4294967295",
                        "1969-12-31",
                        "01:02:03.004",
                        "1969-12-31T23:59:59.999999Z",
                        "1970-01-01T00:01:00",
                        "-0.05",
                        "12",
                        "-123456789012345678.901",
                        "1.0000",
                        "AP8=",
                        "a,\"é\n",
                        "RED",
                        "{\"a\": 1}",
                        "00000000-0000-0001-0000-000000000002",
                        "1970-01-02T00:00:00.001",
                        "1.5",
                        ""));
        assertThat(Read.csv(data).get(0))
                .contains(",AP8=,\"a,\"\"é\n\",RED,\"{\"\"a\"\": 1}\",")
                .endsWith(",1.5,");
        try (Rows rows = data.rows(data.index(read -> {}).slice(0, 1))) {
            rows.next();
            assertThat(value(rows.row(), 4)).isEqualTo("\"NaN\"");
            assertThat(value(rows.row(), 6)).isEqualTo("\"1969-12-31\"");
            assertThat(value(rows.row(), 10)).isEqualTo("-0.05");
            assertThat(value(rows.row(), 15)).isEqualTo("\"a,\\\"é\\n\"");
            assertThat(value(rows.row(), 21)).isEqualTo("null");
        }
    }

    @Test
    void lists_maps_and_structs_are_json() throws IOException {
        byte[] file = GeneratedParquet.of("""
                message m {
                  optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
                  optional group old (LIST) { repeated int32 array; }
                  optional group map (MAP) { repeated group key_value { required binary key (STRING); optional int32 value; } }
                  optional group point { required double x; optional binary name (STRING); }
                  repeated int64 bare;
                }""", 2, CompressionCodecName.SNAPPY, 1 << 20, (row, i) -> {
            if (i == 1) {
                return;
            }
            var tags = row.addGroup("tags");
            tags.addGroup("list").add("element", "a\"");
            tags.addGroup("list");
            row.addGroup("old").append("array", 1).append("array", 2);
            row.addGroup("map").addGroup("key_value").append("key", "k").append("value", 3);
            row.addGroup("point").append("x", 1.5);
            row.append("bare", 4L).append("bare", 5L);
        });

        assertThat(Read.texts(open(file)))
                .containsExactly(
                        List.of("[\"a\\\"\",null]", "[1,2]", "{\"k\":3}", "{\"x\":1.5,\"name\":null}", "[4,5]"),
                        List.of("", "", "", "", "[]"));
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void slices_are_exact_in_any_row_group_and_codec(CompressionCodecName codec) throws IOException {
        DataSet data = open(numbered(2000, codec));
        RecordIndex index = data.index(read -> {});

        assertThat(index.records()).isEqualTo(2000);
        assertThat(index.slice(1999, 1).position()).isGreaterThan(1);
        for (int first : new int[] {0, 1, 777, 1990}) {
            List<List<String>> rows = Read.texts(data, index.slice(first, 10));
            for (int i = 0; i < 10; i++) {
                assertThat(rows.get(i)).containsExactly(String.valueOf(first + i), text(first + i));
            }
        }
    }

    @Test
    void no_row_takes_more_json_than_the_index_says() throws IOException {
        DataSet data = open(numbered(500, CompressionCodecName.SNAPPY));
        RecordIndex index = data.index(read -> {});
        var json = new Buffer(1 << 16);
        try (Rows rows = data.rows(index.slice(100, 50))) {
            while (rows.next()) {
                rows.row().jsonText(0, json);
                rows.row().jsonText(1, json);
            }
        }
        assertThat(index.jsonBytes(100, 50)).isBetween((long) json.length(), 2L * json.length() + 50 * 48);
    }

    @Test
    void columns_are_told_without_reading_the_whole_file() throws IOException {
        var file = new Memory(
                "s3://bucket/x.parquet", numbered(20_000, CompressionCodecName.UNCOMPRESSED, 1 << 20), 99_999);

        assertThat(DataSets.open(List.of(file)).columns()).containsExactly("n", "text");
        assertThat(file.read.get()).isLessThan(100_000).isLessThan(file.size());
    }

    @Test
    void a_damaged_file_is_named() throws IOException {
        byte[] whole = numbered(100, CompressionCodecName.SNAPPY);

        assertThatThrownBy(() -> open(Arrays.copyOf(whole, whole.length - 5)))
                .isInstanceOf(BrokenData.class)
                .hasMessage("s3://bucket/x.parquet is not a Parquet file, or was cut off: the last 4 of its "
                        + (whole.length - 5) + " bytes are not PAR1");
        Arrays.fill(whole, 4, whole.length / 2, (byte) 0xff);
        assertThatThrownBy(() -> Read.texts(open(whole)))
                .isInstanceOf(BrokenData.class)
                .hasMessageStartingWith("s3://bucket/x.parquet row group 0 (from 0) cannot be read: ");
    }

    private static byte[] numbered(int rows, CompressionCodecName codec) throws IOException {
        return numbered(rows, codec, 4096);
    }

    private static byte[] numbered(int rows, CompressionCodecName codec, int groupSize) throws IOException {
        return GeneratedParquet.of(
                NUMBERED, rows, codec, groupSize, (row, i) -> row.append("n", i).append("text", text(i)));
    }

    private static String text(int i) {
        return ("é" + i).repeat(1 + i % 20);
    }

    private static String value(Row row, int column) {
        var json = new Buffer(16);
        row.jsonValue(column, json);
        return json.toString();
    }

    private static DataSet open(byte[] file) throws IOException {
        return DataSets.open(List.of(new Memory("s3://bucket/x.parquet", file, 777)));
    }
}
