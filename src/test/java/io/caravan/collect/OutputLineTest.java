package io.caravan.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputLineTest {
    private final OutputLine line = new OutputLine();
    private byte[] bytes = new byte[0];

    @Test
    void the_parts_are_found_in_any_order_and_the_echo_is_stepped_over() {
        assertThat(read("{ \"modelInput\" : {\"error\":{\"x\":\"}\\\"\"},\"recordId\":\"r0000000099\"},"
                        + " \"modelOutput\" : {\"a\":[1,{\"b\":\"]\"}]} , \"recordId\" : \"r0000000007\" } "))
                .isTrue();

        assertThat(line.row()).isEqualTo(7);
        assertThat(text(line.outputFrom, line.outputLength)).isEqualTo("{\"a\":[1,{\"b\":\"]\"}]}");
        assertThat(line.errorLength).isZero();
    }

    @Test
    void an_error_is_found() {
        assertThat(read("{\"recordId\":\"r0000000001\",\"error\":{\"errorCode\":400}}"))
                .isTrue();

        assertThat(text(line.errorFrom, line.errorLength)).isEqualTo("{\"errorCode\":400}");
    }

    @Test
    void an_error_that_is_null_says_nothing() {
        assertThat(read("{\"recordId\":\"r0000000001\",\"error\":null,\"modelOutput\":{}}"))
                .isTrue();

        assertThat(line.errorLength).isZero();
        assertThat(line.outputLength).isEqualTo(2);
    }

    @Test
    void numbers_and_literals_are_values_too() {
        assertThat(read("{\"a\":1,\"b\":true ,\"recordId\":\"r0000000002\",\"c\":-1.5e3}"))
                .isTrue();
        assertThat(line.row()).isEqualTo(2);
    }

    @Test
    void what_stood_in_the_line_before_is_forgotten() {
        read("{\"recordId\":\"r0000000001\",\"error\":{\"errorCode\":400}}");

        assertThat(read("{}")).isTrue();

        assertThat(line.row()).isEqualTo(-1);
        assertThat(line.errorLength).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"recordId\":\"r0000000001\",\"modelOutput\":{\"a\":1}",
                "{\"recordId\":\"r0000000001\",\"modelOutput\":{\"a\":1",
                "{\"recordId\":\"r0000000001\",\"modelOutput\":{\"a\":\"br",
                "{\"recordId\":\"r0000000001\",\"modelOutput\":1",
                "{\"recordId\":\"r00000",
                "{\"recordId\"",
                "{\"recordId\":",
                "{\"recordId\":\"r0000000001\\"
            })
    void a_line_that_was_cut_off_is_none(String cut) {
        assertThat(read(cut)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"recordId\":\"CALL0000001\"}", "{\"recordId\":\"r1\"}", "{\"recordId\":1}", "{}"})
    void an_id_that_is_not_ours_is_no_row(String other) {
        assertThat(read(other)).isTrue();
        assertThat(line.row()).isEqualTo(-1);
    }

    private boolean read(String text) {
        bytes = ("before" + text + "behind").getBytes(UTF_8);
        return line.read(bytes, 6, bytes.length - 6);
    }

    private String text(int from, int length) {
        return new String(bytes, from, length, UTF_8);
    }
}
