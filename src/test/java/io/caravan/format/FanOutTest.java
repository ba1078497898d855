package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Answer;
import io.caravan.model.CsvForm;
import io.caravan.model.OutputFormat;
import io.caravan.model.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FanOutTest {
    private static final String CSV = "id,prompt_id\n1,x\n2,\"a,\nb\"\n3,z\n";

    @Test
    void each_row_stands_once_for_each_value_in_a_column_of_a_free_name() throws IOException {
        DataSet data = new FanOut(Memory.open(CSV), List.of("p", "q,r"));

        assertThat(data.columns()).containsExactly("id", "prompt_id", "prompt_id_bedrock");
        assertThat(Read.csv(data))
                .containsExactly(
                        "1,x,p", "1,x,\"q,r\"", "2,\"a,\nb\",p", "2,\"a,\nb\",\"q,r\"", "3,z,p", "3,z,\"q,r\"");
    }

    @Test
    void every_slice_is_what_reading_from_the_start_gives() throws IOException {
        DataSet data = new FanOut(Memory.open(CSV), List.of("p", "q", "r"));
        List<List<String>> all = Read.texts(data);
        RecordIndex index = data.index(read -> {});

        assertThat(index.records()).isEqualTo(9);
        for (int first = 0; first < 9; first++) {
            for (int count = 1; first + count <= 9; count++) {
                assertThat(Read.texts(data, index.slice(first, count))).isEqualTo(all.subList(first, first + count));
                assertThat(index.jsonBytes(first, count))
                        .isGreaterThanOrEqualTo(all.subList(first, first + count).stream()
                                .mapToLong(
                                        row -> row.get(0).length() + row.get(1).length())
                                .sum());
            }
        }
    }

    @Test
    void a_parquet_result_has_the_value_as_text() throws IOException {
        DataSet data = new FanOut(Memory.open(CSV), List.of("p", "q"));
        var out = new ByteArrayOutputStream();
        try (PartWriter part = Parts.result(
                        OutputFormat.PARQUET, CsvForm.USUAL, out, data, new AnswerColumns(false, List.of()), true);
                Rows rows = data.rows(data.index(read -> {}).slice(0, 6))) {
            while (rows.next()) {
                part.row(rows.row(), "r", new Answer.Text("t", "s", Tokens.UNKNOWN), Optional.empty());
            }
            part.finish();
        }

        DataSet result = DataSets.open(List.of(new Memory("result.parquet", out.toByteArray(), Integer.MAX_VALUE)));
        assertThat(result.columns().subList(0, 4)).containsExactly("id", "prompt_id", "prompt_id_bedrock", "record_id");
        assertThat(Read.texts(result)).extracting(row -> row.get(2)).containsExactly("p", "q", "p", "q", "p", "q");
    }
}
