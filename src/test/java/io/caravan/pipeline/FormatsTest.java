package io.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.caravan.format.DataSet;
import io.caravan.format.DataSets;
import io.caravan.format.GeneratedParquet;
import io.caravan.format.Memory;
import io.caravan.format.RecordIndex;
import io.caravan.format.Rows;
import io.caravan.local.LocalCaravan;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets and results of every form, through a real service on the embedded cloud. */
class FormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String TITAN = "amazon.titan-embed-text-v2:0";

    @TempDir
    static Path data;

    private static LocalCaravan caravan;

    @BeforeAll
    static void start() {
        caravan = LocalCaravan.start(data, 3);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void records_pass_as_they_are_and_keep_ids_that_are_not_unique() throws IOException {
        String input = "{ \"anthropic_version\":\"bedrock-2023-05-31\", \"max_tokens\":10,"
                + " \"messages\":[{\"role\":\"user\",\"content\":\"caf\\u00e9 %d\"}] }";
        caravan.put(
                "data/own.jsonl",
                lines(
                        102,
                        row -> row == 7
                                ? "{\"recordId\":\"lost\"}"
                                : row == 8
                                        ? "{\"recordId\":\"text\",\"modelInput\":\"hello\"}"
                                        : "{\"recordId\":\"same-%d\",\"modelInput\":%s}"
                                                .formatted(row / 2, input.formatted(row))));

        JsonNode run = caravan.run(manifest("own", HAIKU, "data/own.jsonl").toString());

        List<NamedCsvRecord> rows = rows(run);
        assertThat(rows).hasSize(102);
        assertThat(rows.get(9).getField("recordId")).isEqualTo("same-5");
        assertThat(rows.get(10).getField("recordId")).isEqualTo("same-5");
        assertThat(rows.get(9).getField("response")).contains("café 10");
        assertThat(rows.get(10).getField("response")).contains("café 11");
        assertThat(rows.get(6).getField("error")).isEqualTo("skipped: the line has no modelInput");
        assertThat(rows.get(7).getField("error"))
                .isEqualTo("skipped: modelInput must be an object {…}, found \"hello\"");
        assertThat(run.path("ok").asInt()).isEqualTo(100);
        assertThat(sent(run).get(8))
                .isEqualTo("{\"recordId\":\"r0000000011\",\"modelInput\":" + input.formatted(11) + "}");
    }

    @Test
    void records_of_an_embedding_model_pass_too() throws IOException {
        caravan.put(
                "data/vectors.jsonl",
                lines(
                        100,
                        row -> "{\"modelInput\":{\"inputText\":\"text %d\",\"dimensions\":256},\"recordId\":\"v\"}"
                                .formatted(row)));

        JsonNode run =
                caravan.run(manifest("vectors", TITAN, "data/vectors.jsonl").toString());

        assertThat(rows(run)).hasSize(100).allSatisfy(row -> {
            assertThat(row.getField("recordId")).isEqualTo("v");
            assertThat(JSON.readTree(row.getField("embedding"))).hasSize(256);
        });
    }

    @Test
    void semicolons_and_another_charset_come_out_as_semicolons_and_utf8() throws IOException {
        caravan.put(
                "data/german.csv",
                lines(101, row -> row == 1 ? "id;straße" : row + ";\"Größe 1,%d\"".formatted(row))
                        .getBytes(Charset.forName("windows-1252")));
        ObjectNode manifest = manifest("german", HAIKU, "data/german.csv").put("prompt", "{straße}");
        manifest.putObject("csv").put("separator", ";").put("charset", "windows-1252");

        JsonNode run = caravan.run(manifest.toString());

        assertThat(sent(run).get(41)).contains("\"Größe 1,43\"");
        assertThat(caravan.object(run, "result").lines().skip(42).findFirst())
                .hasValueSatisfying(line -> assertThat(line).startsWith("43;\"Größe 1,43\";r0000000042;"));
    }

    @Test
    void parquet_comes_out_as_parquet_of_its_own_types_from_several_jobs() throws IOException {
        caravan.put(
                "data/flights.parquet",
                GeneratedParquet.of(
                        "message m { required int32 day (DATE); optional binary place (STRING); }",
                        200,
                        CompressionCodecName.GZIP,
                        999,
                        (row, i) -> {
                            row.add("day", i);
                            row.add("place", "place " + i);
                        }));

        JsonNode run = caravan.run(manifest("flights", HAIKU, "data/flights.parquet")
                .put("prompt", "Where is {place}?")
                .put("max_records_per_batch", 100)
                .put("output_format", "parquet")
                .toString());

        assertThat(run.path("ok").asInt()).isEqualTo(200);
        String result = run.path("result").asText();
        assertThat(result).endsWith("/result.parquet");
        DataSet rows = DataSets.open(List.of(new Memory(
                "result.parquet", caravan.bytes(result.substring("s3://caravan/".length())), Integer.MAX_VALUE)));
        assertThat(rows.types().get(0)).hasToString("optional int32 day (DATE)");
        assertThat(rows.columns().subList(0, 4)).containsExactly("day", "place", "record_id", "response");
        RecordIndex index = rows.index(read -> {});
        assertThat(index.records()).isEqualTo(200);
        try (Rows last = rows.rows(index.slice(199, 1))) {
            last.next();
            assertThat(last.row().text(0)).isEqualTo("1970-07-19");
            assertThat(last.row().text(2)).isEqualTo("r0000000200");
            assertThat(last.row().text(3)).contains("Where is place 199?");
        }
    }

    @Test
    void nested_json_goes_into_a_prompt_as_json() {
        caravan.put(
                "data/nested.jsonl",
                lines(100, row -> "{\"id\":%d,\"tags\":[\"a\", {\"b\":%d}],\"none\":null}".formatted(row, row)));

        JsonNode run = caravan.run(manifest("nested", HAIKU, "data/nested.jsonl")
                .put("prompt", "Tags {tags} of {id}{none}.")
                .toString());

        assertThat(sent(run).get(6)).contains("\"Tags [\\\"a\\\", {\\\"b\\\":7}] of 7.\"");
        assertThat(rows(run).get(6).getField("tags")).isEqualTo("[\"a\", {\"b\":7}]");
    }

    @Test
    void a_row_whose_request_would_be_too_large_is_skipped_and_no_other() {
        caravan.put(
                "data/large.csv",
                lines(102, row -> row == 1 ? "id,text" : row + "," + (row == 9 ? "x".repeat(13_000_000) : "small")));

        JsonNode run = caravan.run(manifest("large", HAIKU, "data/large.csv")
                .put("prompt", "{text} and once more {text}")
                .toString());

        assertThat(run.path("ok").asInt()).isEqualTo(100);
        assertThat(rows(run).get(7).getField("error"))
                .isEqualTo(
                        "skipped: the values in this row's request have up to 26000000 bytes as JSON, at most 25000000"
                                + " can be sent; shorten them, or use them less often in the prompt");
    }

    @Test
    void a_folder_of_files_of_many_sizes_is_one_data_set() {
        int rows = 0;
        for (int file = 0; file < 40; file++) {
            int first = rows;
            int count = file % 7 * file % 11 + 1;
            caravan.put(
                    "data/many/%03d.csv".formatted(file),
                    "id,word\n" + lines(count, row -> (first + row) + ",word " + (first + row)));
            rows += count;
        }

        JsonNode run = caravan.run(
                manifest("many", HAIKU, "data/many/").put("prompt", "{word}").toString());

        assertThat(rows(run).stream().map(row -> row.getField("id")))
                .isEqualTo(IntStream.rangeClosed(1, rows)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(run.path("ok").asInt()).isEqualTo(rows);
    }

    private static ObjectNode manifest(String prefix, String model, String key) {
        return JSON.createObjectNode()
                .put("s3_uri", "s3://caravan/" + key)
                .put("job_name_prefix", prefix)
                .put("model_id", model);
    }

    private static String lines(int rows, IntFunction<String> row) {
        return IntStream.rangeClosed(1, rows).mapToObj(row).collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<NamedCsvRecord> rows(JsonNode run) {
        return CsvReader.builder().ofNamedCsvRecord(caravan.object(run, "result")).stream()
                .toList();
    }

    private static List<String> sent(JsonNode run) {
        return caravan.get("runs/" + run.path("id").asText() + "/jobs/00001-1/input.jsonl")
                .orElseThrow()
                .lines()
                .toList();
    }
}
