package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Answer;
import io.caravan.model.CsvForm;
import io.caravan.model.ErrorClass;
import io.caravan.model.OutputFormat;
import io.caravan.model.Property;
import io.caravan.model.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResultFileTest {
    private static final String SOURCE = "id,\"to\"\"pic\"\n007,\"a,\nb\"\n2,\n3,c\n";
    private static final AnswerColumns RATED = new AnswerColumns(
            false, List.of(new Property("joke", Property.Kind.TEXT), new Property("rating", Property.Kind.WHOLE)));
    private static final List<Answer> ANSWERS = List.of(
            new Answer.Structured("{…}", List.of("\"Knock \\\"knock\\\"\"", "4"), "end_turn", Tokens.of(12, 7)),
            new Answer.Failed(ErrorClass.SCHEMA, "", "no rating", "", Tokens.UNKNOWN, "I will not rate."),
            new Answer.Skipped("the run was cancelled"));

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void its_rows_are_read_as_they_were_written(OutputFormat format) throws IOException {
        List<ResultRow> rows = ResultFile.first(written(format, CsvForm.USUAL, SOURCE), CsvForm.USUAL, 2, 10);

        assertThat(rows)
                .containsExactly(
                        new ResultRow(
                                "r0000000001",
                                texts("id", "007", "to\"pic", "a,\nb"),
                                "{…}",
                                texts("joke", "Knock \"knock\"", "rating", "4"),
                                "ok",
                                ""),
                        new ResultRow(
                                "r0000000002",
                                texts("id", "2", "to\"pic", ""),
                                "I will not rate.",
                                texts("joke", "", "rating", ""),
                                "failed",
                                "schema: no rating"),
                        new ResultRow(
                                "r0000000003",
                                texts("id", "3", "to\"pic", "c"),
                                "",
                                texts("joke", "", "rating", ""),
                                "skipped",
                                "skipped: the run was cancelled"));
    }

    @Test
    void no_more_rows_are_read_than_are_wanted() throws IOException {
        var file = written(OutputFormat.CSV, CsvForm.USUAL, SOURCE);

        assertThat(ResultFile.first(file, CsvForm.USUAL, 2, 2))
                .extracting(ResultRow::recordId)
                .containsExactly("r0000000001", "r0000000002");
    }

    @Test
    void a_result_with_another_separator_is_read_by_it() throws IOException {
        var bars = new CsvForm('|', StandardCharsets.UTF_8);

        assertThat(ResultFile.first(written(OutputFormat.CSV, bars, "a|b\n1,5|x\n2|y\n3|z\n"), bars, 2, 1)
                        .get(0)
                        .row())
                .isEqualTo(texts("a", "1,5", "b", "x"));
    }

    private static Bytes written(OutputFormat format, CsvForm csv, String source) throws IOException {
        DataSet data = DataSets.open(List.of(Memory.csv(source)), csv);
        var out = new Buffer(64);
        try (PartWriter part = Parts.result(format, csv, out, data, RATED, true);
                Rows rows = data.rows(data.index(read -> {}).slice(0, ANSWERS.size()))) {
            for (int i = 0; rows.next(); i++) {
                part.row(rows.row(), "r000000000" + (i + 1), ANSWERS.get(i), Optional.empty());
            }
            part.finish();
        }
        return new Memory("result." + format.word(), out.toByteArray(), Integer.MAX_VALUE);
    }

    private static LinkedHashMap<String, String> texts(String one, String first, String other, String second) {
        var texts = new LinkedHashMap<>(Map.of(one, first));
        texts.put(other, second);
        return texts;
    }
}
