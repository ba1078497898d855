package io.caravan.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Escaping and checking text as bytes, against the libraries that do it on characters. */
class BytesOfTextTest {
    private static final int[] INTERESTING = {
        0, 1, 9, 10, 13, 0x1f, 0x20, '"', '\\', 'a', 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1, 0xed,
        0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff
    };

    @Test
    void every_character_is_escaped_as_json_wants_it() throws IOException {
        var mapper = new ObjectMapper();
        for (int c = 0; c < 0x11000; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                String text = Character.toString(c);
                var json = new Buffer(1);
                json.append((byte) '"');
                json.json(text);
                json.append((byte) '"');
                assertThat(json.toString()).isEqualTo(mapper.writeValueAsString(text));
            }
        }
    }

    @Test
    void escaping_does_not_depend_on_where_in_the_array_the_text_stands() throws IOException {
        var random = new Random(1);
        var mapper = new ObjectMapper();
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(30);
            for (int j = 0; j < length; j++) {
                text.append("abcdefgh\"\\\n\u0001é".charAt(random.nextInt(13)));
            }
            byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
            int before = random.nextInt(10);
            byte[] array = new byte[before + utf8.length + random.nextInt(10)];
            new Random(i).nextBytes(array);
            System.arraycopy(utf8, 0, array, before, utf8.length);

            var json = new Buffer(random.nextInt(20));
            json.json(array, before, utf8.length);

            assertThat('"' + json.toString() + '"').isEqualTo(mapper.writeValueAsString(text.toString()));
            assertThat(Json.size(array, before, before + utf8.length)).isEqualTo(json.length());
        }
    }

    @Test
    void bytes_are_utf8_exactly_when_java_can_decode_them() {
        var random = new Random(2);
        int valid = 0;
        for (int i = 0; i < 500_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextInt(3) > 0 ? 'a' : INTERESTING[random.nextInt(INTERESTING.length)]);
            }
            boolean decodes;
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                decodes = true;
            } catch (CharacterCodingException e) {
                decodes = false;
            }
            valid += decodes ? 1 : 0;
            assertThat(Utf8.valid(bytes, 0, bytes.length)).as("%s", bytes).isEqualTo(decodes);
        }
        assertThat(valid).isBetween(50_000, 400_000);
    }

    @Test
    void all_sequences_of_up_to_three_interesting_bytes_are_judged_as_java_does() {
        for (int a : INTERESTING) {
            for (int b : INTERESTING) {
                for (int c : INTERESTING) {
                    for (int d : INTERESTING) {
                        byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
                        boolean lossless = java.util.Arrays.equals(
                                new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
                        assertThat(Utf8.valid(bytes, 0, 4)).as("%s", bytes).isEqualTo(lossless);
                    }
                }
            }
        }
    }
}
