package io.caravan.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Answer;
import io.caravan.model.ErrorClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordErrorTest {
    @ParameterizedTest
    @CsvSource({
        "400, VALIDATION",
        "403, DENIED",
        "408, TIMEOUT",
        "429, THROTTLED",
        "500, SERVER",
        "503, SERVER",
        "504, TIMEOUT",
        "'\"429\"', THROTTLED",
        "\"400 \", VALIDATION",
        "\"InternalFailure\", SERVER"
    })
    void the_code_tells_the_class_as_number_or_text(String code, ErrorClass expected) {
        Answer.Failed failed = read("{\"errorCode\":" + code + ",\"errorMessage\":\"Too bad\"}");

        assertThat(failed.errorClass()).isEqualTo(expected);
        assertThat(failed.code()).isEqualTo(code.replace("\"", ""));
        assertThat(failed.message()).isEqualTo("Too bad");
    }

    @Test
    void without_a_message_the_whole_error_is_the_message() {
        assertThat(read("{\"errorCode\":500,\"hint\":\"x\"}").message())
                .isEqualTo("{\"errorCode\":500,\"hint\":\"x\"}");
    }

    @Test
    void an_error_that_is_no_json_is_unreadable() {
        assertThat(read("{\"errorCode\":}").errorClass()).isEqualTo(ErrorClass.UNREADABLE);
    }

    private static Answer.Failed read(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return RecordError.read(bytes, 0, bytes.length);
    }
}
