package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.family.Price;
import io.caravan.model.Answer;
import io.caravan.model.CsvForm;
import io.caravan.model.ErrorClass;
import io.caravan.model.OutputFormat;
import io.caravan.model.Tokens;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartsTest {
    /** Ten dollars for a million input tokens, nothing for output. */
    private static final Price PRICE =
            new Price(BigDecimal.TEN, BigDecimal.ZERO, BigDecimal.ONE, LocalDate.of(2026, 1, 2));

    private static final List<Answer> ANSWERS = List.of(
            new Answer.Text("A cat, \"meow\"\nwalks", "end_turn", Tokens.of(12, 7)),
            new Answer.Text("plain", "", Tokens.UNKNOWN),
            Answer.Failed.of(ErrorClass.THROTTLED, "Too many requests, wait"),
            new Answer.Failed(ErrorClass.REFUSED, "403", "no", "content_filtered", Tokens.ofInput(9)),
            new Answer.Skipped("the row's \"name\" is not UTF-8"));

    @Test
    void a_result_has_each_row_as_it_was_and_what_became_of_it() throws IOException {
        assertThat(csv("id,topic\r\n007,\"a \"\"b\"\"\"\r\n,\r\n3,x\r\n4,\"\r\"\r\n5,y", ANSWERS, true))
                .isEqualTo("""
                        id,topic,record_id,response,status,error,stop_reason,input_tokens,output_tokens,cost_usd
                        007,"a ""b""\",r0000000001,"A cat, ""meow""
                        walks",ok,,end_turn,12,7,0.00012
                        ,,r0000000002,plain,ok,,,,,
                        3,x,r0000000003,,failed,"throttled: Too many requests, wait",,,,
                        4,"\\r",r0000000004,,failed,refused: no,content_filtered,9,,0.00009
                        5,y,r0000000005,,skipped,"skipped: the row's ""name"" is not UTF-8",,,,
                        """.replace("\\r", "\r"));
    }

    @Test
    void a_result_has_the_separator_of_its_input_from_whatever_format_a_row_is() throws IOException {
        var semicolons = new CsvForm(';', StandardCharsets.UTF_8);
        DataSet data = DataSets.open(
                List.of(
                        Memory.csv("a;b\n1,5;\"x;y\"\n"),
                        new Memory("x.jsonl", "{\"a\":\"1;5\",\"b\":2}".getBytes(StandardCharsets.UTF_8), 99)),
                semicolons);
        var out = new Buffer(64);
        var answer = new Answer.Text("one; two, three", "stop", Tokens.of(1, 2));

        write(
                data,
                Parts.result(OutputFormat.CSV, semicolons, out, data, AnswerColumns.TEXT, true),
                List.of(answer, answer));

        assertThat(out.toString()).isEqualTo("""
                a;b;record_id;response;status;error;stop_reason;input_tokens;output_tokens;cost_usd
                1,5;"x;y";r0000000001;"one; two, three";ok;;stop;1;2;0.00001
                "1;5";2;r0000000002;"one; two, three";ok;;stop;1;2;0.00001
                """);
    }

    @Test
    void embeddings_are_a_json_array_in_a_column_of_that_name() throws IOException {
        var out = new Buffer(64);
        DataSet data = Memory.open("input_text\ncat\n");
        try (PartWriter part = Parts.csv(out, data.columns(), AnswerColumns.EMBEDDING, true);
                Rows rows = data.rows(data.index(read -> {}).slice(0, 1))) {
            rows.next();
            part.row(
                    rows.row(),
                    "r0000000001",
                    new Answer.Embedding("[0.1,-2e-3]", Tokens.ofInput(2)),
                    Optional.empty());
        }
        assertThat(out.toString()).isEqualTo("""
                input_text,record_id,embedding,status,error,stop_reason,input_tokens,output_tokens,cost_usd
                cat,r0000000001,"[0.1,-2e-3]",ok,,,2,,
                """);
    }

    @Test
    void a_result_as_json_lines_has_each_value_as_it_was_and_null_for_what_there_is_not() throws IOException {
        DataSet data = DataSets.open(List.of(new Memory(
                "x.jsonl",
                "{\"id\":1.0,\"o\":{\"a\": [1]}}\n{\"id\":\"\\u00e9\"}\n{\"id\":null,\"o\":\"\"}\n"
                        .getBytes(StandardCharsets.UTF_8),
                99)));
        var out = new Buffer(64);
        write(
                data,
                Parts.jsonl(out, data.columns(), AnswerColumns.TEXT),
                List.of(ANSWERS.get(0), ANSWERS.get(3), ANSWERS.get(4)));

        assertThat(out.toString().split("\n"))
                .containsExactly(
                        "{\"id\":1.0,\"o\":{\"a\": [1]},\"record_id\":\"r0000000001\",\"response\":\"A cat, \\\"meow\\\"\\n"
                                + "walks\",\"status\":\"ok\",\"error\":null,\"stop_reason\":\"end_turn\",\"input_tokens\":12,"
                                + "\"output_tokens\":7,\"cost_usd\":0.00012}",
                        "{\"id\":\"\\u00e9\",\"o\":null,\"record_id\":\"r0000000002\",\"response\":null,\"status\":\"failed\","
                                + "\"error\":\"refused: no\",\"stop_reason\":\"content_filtered\",\"input_tokens\":9,"
                                + "\"output_tokens\":null,\"cost_usd\":0.00009}",
                        "{\"id\":null,\"o\":\"\",\"record_id\":\"r0000000003\",\"response\":null,\"status\":\"skipped\","
                                + "\"error\":\"skipped: the row's \\\"name\\\" is not UTF-8\",\"stop_reason\":null,"
                                + "\"input_tokens\":null,\"output_tokens\":null,\"cost_usd\":null}");
    }

    @Test
    void an_embedding_in_json_lines_is_an_array() throws IOException {
        DataSet data = Memory.open("a\n\"x\"\n");
        var out = new Buffer(64);
        write(
                data,
                Parts.jsonl(out, data.columns(), AnswerColumns.EMBEDDING),
                List.of(new Answer.Embedding("[0.1,2]", Tokens.ofInput(2))));

        assertThat(out.toString()).startsWith("{\"a\":\"x\",\"record_id\":\"r0000000001\",\"embedding\":[0.1,2],");
    }

    @Test
    void an_answer_of_one_carriage_return_stays_one_value() throws IOException {
        var answer = new Answer.Text("a\rb", "", Tokens.UNKNOWN);

        assertThat(csv("a\n1\n", List.of(answer), false)).isEqualTo("1,r0000000001,\"a\rb\",ok,,,,,\n");
    }

    @Test
    void a_part_without_header_begins_with_its_first_row() throws IOException {
        assertThat(csv("a\n1\n", ANSWERS.subList(1, 2), false)).isEqualTo("1,r0000000001,plain,ok,,,,,\n");
    }

    @Test
    void names_that_the_input_has_are_given_a_suffix_until_they_are_free() throws IOException {
        assertThat(csv("status,response,response_bedrock,Error\n1,2,3,4\n", ANSWERS.subList(1, 2), true))
                .startsWith("status,response,response_bedrock,Error,record_id,response_bedrock_bedrock,status_bedrock,"
                        + "error,stop_reason,input_tokens,output_tokens,cost_usd\n");
    }

    @Test
    void column_names_are_quoted_where_they_need_it() throws IOException {
        assertThat(csv("\"a,b\",\"c\"\"d\"\n1,2\n", ANSWERS.subList(1, 2), true))
                .startsWith("\"a,b\",\"c\"\"d\",record_id");
    }

    @Test
    void errors_are_the_failed_and_skipped_rows_as_json_lines() throws IOException {
        String[] lines = errors(
                        "id,\"to\"\"pic\"\n1,a\n2,b\n003,\"x\"\"\n\"\n4,\n5,é\n".getBytes(StandardCharsets.UTF_8))
                .split("\n");

        assertThat(lines)
                .containsExactly(
                        "{\"id\":\"003\",\"to\\\"pic\":\"x\\\"\\n\",\"record_id\":\"r0000000003\",\"status\":\"failed\","
                                + "\"error_class\":\"throttled\",\"error_code\":\"\","
                                + "\"error_message\":\"Too many requests, wait\"}",
                        "{\"id\":\"4\",\"to\\\"pic\":\"\",\"record_id\":\"r0000000004\",\"status\":\"failed\","
                                + "\"error_class\":\"refused\",\"error_code\":\"403\",\"error_message\":\"no\"}",
                        "{\"id\":\"5\",\"to\\\"pic\":\"é\",\"record_id\":\"r0000000005\",\"status\":\"skipped\","
                                + "\"error_class\":\"skipped\",\"error_code\":\"\","
                                + "\"error_message\":\"the row's \\\"name\\\" is not UTF-8\"}");
    }

    @Test
    void errors_keep_what_the_model_said_though_it_is_no_answer() throws IOException {
        DataSet data = Memory.open("id\n1\n");
        var out = new Buffer(64);
        write(
                data,
                Parts.errors(out, data.columns()),
                List.of(new Answer.Failed(ErrorClass.SCHEMA, "", "not JSON", "", Tokens.UNKNOWN, "I \"won't\"")));

        assertThat(out.toString())
                .isEqualTo(
                        "{\"id\":\"1\",\"record_id\":\"r0000000001\",\"status\":\"failed\",\"error_class\":\"schema\","
                                + "\"error_code\":\"\",\"error_message\":\"not JSON\",\"error_answer\":\"I \\\"won't\\\"\"}\n");
    }

    @Test
    void errors_sent_again_lack_the_values_that_cannot_be_given_rather_than_hold_others() throws IOException {
        String errors = errors("id,name\n1,a\n2,a\n3,Ren\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(new ObjectMapper().readTree(errors).properties().stream().map(Map.Entry::getKey))
                .containsExactly("id", "record_id", "status", "error_class", "error_code", "error_message");
    }

    @Test
    void errors_of_errors_keep_both() throws IOException {
        String errors = errors("error_class,record_id\n1,a\n2,b\nserver,r3\n".getBytes(StandardCharsets.UTF_8));
        var line = new ObjectMapper().readValue(errors, new TypeReference<Map<String, String>>() {});

        assertThat(line)
                .containsEntry("error_class", "server")
                .containsEntry("record_id", "r3")
                .containsEntry("error_class_bedrock", "throttled")
                .containsEntry("record_id_bedrock", "r0000000003");
    }

    private static String csv(String text, List<Answer> answers, boolean header) throws IOException {
        DataSet data = Memory.open(text);
        var out = new Buffer(64);
        write(data, Parts.csv(out, data.columns(), AnswerColumns.TEXT, header), answers);
        return out.toString();
    }

    private static String errors(byte[] csv) throws IOException {
        DataSet data = DataSets.open(List.of(Memory.csv(csv)));
        var out = new Buffer(64);
        write(data, Parts.errors(out, data.columns()), ANSWERS);
        return out.toString();
    }

    private static void write(DataSet data, PartWriter writer, List<Answer> answers) throws IOException {
        RecordIndex index = data.index(read -> {});
        try (writer;
                Rows rows = data.rows(index.slice(0, index.records()))) {
            for (int i = 1; rows.next(); i++) {
                Answer answer = answers.get(i - 1);
                writer.row(rows.row(), "r000000000" + i, answer, PRICE.cost(answer.billed(), false));
            }
        }
    }
}
