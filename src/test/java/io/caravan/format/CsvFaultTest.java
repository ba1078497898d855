package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users read when a CSV file is not well-formed. */
class CsvFaultTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void a_record_with_a_field_too_few_is_named_by_its_line(String lineEnd) {
        broken(
                "a,b,c\n1,\"x\ny\",3\n\n4,5\n6,7,8\n".replace("\n", lineEnd),
                "s3://bucket/x.csv line 5: expected 3 fields (a, b, c), found 2;"
                        + " a value that holds the separator or a line end must be in double quotes");
    }

    @Test
    void a_record_with_a_field_too_many_is_named_by_its_line() {
        broken(
                "a,b,c,d,e,f,g,h,i\n" + "1,2,3,4,5,6,7,8,9\n".repeat(99) + "1,2,3,4,5,6,7,8,9,10",
                "s3://bucket/x.csv line 101: expected 9 fields (a, b, c, d, e, f, g, h, …), found 10;"
                        + " a value that holds the separator or a line end must be in double quotes");
    }

    @Test
    void a_second_value_in_a_file_of_one_column_is_named() {
        broken(
                "a\n1\n2,3\n",
                "s3://bucket/x.csv line 3: expected 1 field (a), found 2;"
                        + " a value that holds the separator or a line end must be in double quotes");
    }

    @Test
    void a_quote_that_is_never_closed_is_named_where_it_opens() {
        broken(
                "a,b\n1,2\n3,\"x\n4,5\n",
                "s3://bucket/x.csv line 3: a double quote opens a value and is never closed;"
                        + " close it, or write the value as \"\"\"…\" when it begins with a double quote");
    }

    @Test
    void text_behind_a_closing_quote_is_named() {
        broken(
                "a,b\n1,\"5\" pipe\"\n",
                "s3://bucket/x.csv line 2: expected a separator or the line's end behind the closing double quote of a"
                        + " value, found byte 0x20; inside a quoted value a double quote is written twice");
        broken(
                "a,b\n1,\"x\n2,\"y\"\n",
                "s3://bucket/x.csv line 3: expected a separator or the line's end behind the closing double quote of a"
                        + " value that opened in line 2, found 'y'; inside a quoted value a double quote is written"
                        + " twice");
    }

    @Test
    void an_empty_file_is_refused() {
        String message = "s3://bucket/x.csv is empty: expected a line of column names, then one line a record";
        broken("", message);
        broken("\n\r\n", message);
        broken("\uFEFF", message);
    }

    @Test
    void columns_without_a_name_are_refused() {
        broken(
                "a,,c, \n1,2,3,4\n",
                "s3://bucket/x.csv: its header has no name for column 2, 4 of 4; every column needs one");
    }

    @Test
    void names_that_are_there_twice_are_refused() {
        broken(
                "a,b,a,c,b,a\n1,2,3,4,5,6\n",
                "s3://bucket/x.csv: its header has 'a', 'b' more than once; every column needs a name of its own");
    }

    @Test
    void other_encodings_are_refused() {
        broken(
                "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16),
                "s3://bucket/x.csv begins with the byte order mark of UTF-16; save it as UTF-8, or declare what it is,"
                        + " as \"csv\": {\"charset\": \"UTF-16\"}");
        broken(
                "\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE),
                "s3://bucket/x.csv begins with the byte order mark of UTF-16; save it as UTF-8, or declare what it is,"
                        + " as \"csv\": {\"charset\": \"UTF-16\"}");
        broken(
                "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE),
                "s3://bucket/x.csv: its header holds a NUL byte, as UTF-16 or a binary file does; save it as UTF-8,"
                        + " or declare what it is, as \"csv\": {\"charset\": \"UTF-16\"}");
        broken(
                "a,\u00e9\n1,2\n".getBytes(StandardCharsets.ISO_8859_1),
                "s3://bucket/x.csv: its header is not UTF-8; save it as UTF-8, or declare what it is, as"
                        + " \"csv\": {\"charset\": \"windows-1252\"}");
    }

    @Test
    void a_header_without_end_is_refused() {
        broken(
                "x".repeat(40_000_000),
                "s3://bucket/x.csv: its first line, the header, has 40000000 bytes; is it a CSV file with line ends?");
    }

    private static void broken(String text, String message) {
        broken(text.getBytes(StandardCharsets.UTF_8), message);
    }

    private static void broken(byte[] bytes, String message) {
        assertThatThrownBy(() -> DataSets.open(List.of(Memory.csv(bytes))).index(read -> {}))
                .isInstanceOf(BrokenData.class)
                .hasMessage(message);
    }
}
