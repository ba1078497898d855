package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.model.BrokenData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8StreamTest {
    /** Longer than any buffer, and of characters of every length. */
    private static final String TEXT = "aé€漢😀,\"x\"\r\n".repeat(20_000);

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "GB18030", "UTF-8"})
    void text_of_any_charset_is_the_same_text_as_utf8(String charset) throws IOException {
        byte[] bytes = TEXT.getBytes(Charset.forName(charset));

        // An odd trickle cuts characters everywhere.
        for (int trickle : new int[] {7, 1021, Integer.MAX_VALUE}) {
            var file = new Memory("x.csv", bytes, trickle);
            try (InputStream in = new Utf8Stream("x.csv", file.open(0, file.size()), Charset.forName(charset))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(TEXT);
            }
        }
    }

    @Test
    void a_byte_that_is_no_character_is_named_by_its_position() {
        byte[] bytes = ("x".repeat(100_000) + "é").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> new Utf8Stream("x.csv", new ByteArrayInputStream(bytes), StandardCharsets.US_ASCII)
                        .readAllBytes())
                .isInstanceOf(BrokenData.class)
                .hasMessage(
                        "x.csv byte 100000 (from 0): 0xE9 is no character of US-ASCII, which the manifest's csv.charset"
                                + " declares; declare the charset that the file is in, or mend it");
    }

    @Test
    void a_character_cut_off_at_the_end_is_named_too() {
        assertThatThrownBy(() -> new Utf8Stream(
                                "x.csv", new ByteArrayInputStream(new byte[] {0, 'a', 0}), StandardCharsets.UTF_16BE)
                        .readAllBytes())
                .isInstanceOf(BrokenData.class)
                .hasMessageStartingWith("x.csv byte 2 (from 0): 0x00 is no character of UTF-16BE");
    }
}
