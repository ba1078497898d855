package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands where an answer should be, a family makes one failed record of it and goes on. */
class UnreadableAnswersTest {
    private static final List<String> BROKEN = List.of(
            "",
            "null",
            "[]",
            "\"text\"",
            "{",
            "{\"content\":[{\"type\":\"text\",\"text\":\"cut",
            "{\"embedding\":[0.1,0.",
            "{\"embedding\":[0.1,\"x\"]}",
            "{\"embedding\":[0.1,[1]]}",
            "{\"embedding\":[NaN]}",
            "{\"embedding\":null,\"embeddingsByType\":null}",
            "{\"embedding\":[1],\"inputTextTokenCount\":99999999999999999999}",
            "{\"content\":\"text\",\"usage\":[]}",
            "<html>503</html>",
            "{\"a\":".repeat(5000));

    static Stream<Arguments> cases() {
        return Families.BY_NAME.keySet().stream()
                .sorted()
                .flatMap(family -> BROKEN.stream().map(body -> Arguments.of(family, body)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_body_that_is_no_answer_is_an_unreadable_record(String family, String body) {
        byte[] json = body.getBytes(StandardCharsets.UTF_8);

        assertThat(Families.BY_NAME.get(family).answer(json, 0, json.length))
                .isInstanceOfSatisfying(Answer.Failed.class, failed -> {
                    assertThat(failed.errorClass()).isEqualTo(ErrorClass.UNREADABLE);
                    assertThat(failed.message())
                            .startsWith("expected ")
                            .endsWith("; the whole answer is in the job's output")
                            .hasSizeLessThan(600);
                });
    }

    @Test
    void bytes_that_are_not_utf8_are_an_unreadable_record() {
        byte[] json = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};

        Families.BY_NAME
                .values()
                .forEach(family ->
                        assertThat(family.answer(json, 0, json.length)).isInstanceOf(Answer.Failed.class));
    }

    @Test
    void the_message_tells_what_was_expected_and_what_came() {
        byte[] json = "<html>\n503</html>".getBytes(StandardCharsets.UTF_8);

        assertThat(new AnthropicMessages(false).answer(json, 0, json.length))
                .isEqualTo(Answer.Failed.of(
                        ErrorClass.UNREADABLE,
                        "expected a JSON object (Unexpected character ('<' (code 60)): expected a valid value (JSON"
                                + " String, Number, Array, Object or token 'null', 'true' or 'false')), found <html>"
                                + " 503</html>; the whole answer is in the job's output"));
    }

    /** The lines of a job's output are long: an answer is never looked for beyond its own bytes. */
    @Test
    void what_follows_an_answer_is_not_read() {
        byte[] json = "{\"embedding\":[1,2]},{\"embedding\":[3]}".getBytes(StandardCharsets.UTF_8);

        assertThat(new TitanTextEmbeddings().answer(Arrays.copyOf(json, json.length), 0, 19))
                .isInstanceOfSatisfying(
                        Answer.Embedding.class,
                        embedding -> assertThat(embedding.vector()).isEqualTo("[1,2]"));
    }
}
