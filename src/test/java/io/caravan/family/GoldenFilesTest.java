package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family against the bodies that its documentation shows. */
class GoldenFilesTest {

    static Stream<Golden> requests() {
        return Golden.files("request");
    }

    static Stream<Golden> answers() {
        return Golden.files("answer");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_is_the_documented_body(Golden golden) throws Exception {
        Family family = golden.asked();

        assertThat(family.check(golden.parameters())).isEmpty();
        assertThat(golden.schema().map(schema -> family.check(schema, golden.parameters())))
                .isIn(Optional.empty(), Optional.of(List.of()));
        JsonNode body = golden.rendered(family.body(golden.ask()));
        JsonNode modelInput = golden.json().path("modelInput");
        // Compared as text: the order of members is part of it, so that a run's bytes do not change by chance.
        var json = new ObjectMapper().writerWithDefaultPrettyPrinter();
        assertThat(json.writeValueAsString(body)).isEqualTo(json.writeValueAsString(modelInput));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_is_read_as_documented(Golden golden) {
        Family family = golden.asked();
        byte[] output = golden.raw("modelOutput");

        assertThat(Golden.words(family.answer(output, 0, output.length)).toPrettyString())
                .isEqualTo(golden.json().path("expected").toPrettyString());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_is_found_in_the_middle_of_a_line(Golden golden) {
        Family family = golden.asked();
        byte[] output = golden.raw("modelOutput");
        byte[] line = new byte[output.length + 14];
        java.util.Arrays.fill(line, (byte) '}');
        System.arraycopy(output, 0, line, 7, output.length);

        assertThat(family.answer(line, 7, output.length)).isEqualTo(family.answer(output, 0, output.length));
    }

    @ParameterizedTest
    @MethodSource({"requests", "answers"})
    void each_golden_file_names_its_source(Golden golden) {
        assertThat(golden.json().path("source").asText()).startsWith("https://");
    }

    @Test
    void each_family_has_golden_files() {
        assertThat(Golden.families()).containsExactlyInAnyOrderElementsOf(Families.BY_NAME.keySet());
    }
}
