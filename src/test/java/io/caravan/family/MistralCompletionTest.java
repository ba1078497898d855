package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import io.caravan.model.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MistralCompletionTest {
    private final Family family = new MistralCompletion();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "max_tokens",
                8193,
                "top_k",
                201,
                "stop_sequences",
                List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"),
                "tools",
                List.of());

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.max_tokens: expected a whole number from 1 to 8192, found 8193",
                        "parameters.stop_sequences: expected a list of at most 10 texts, none empty, found [a, b, c, d, e, f, g, h, i, j, k]",
                        "parameters.tools: is not a parameter of Mistral text completion; it takes max_tokens, stop_sequences, temperature, top_k, top_p",
                        "parameters.top_k: expected a whole number from 0 to 200, found 201");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[INST]", "[/INST]", "</s>"})
    void a_value_does_not_end_the_users_turn(String mark) {
        var ask = new Ask(Optional.empty(), Template.parse("Translate: {text}"), Map.of());

        assertThat(family.objection(ask, Map.of("text", "Hi " + mark)::get))
                .contains("column 'text' holds '" + mark
                        + "', by which Mistral tells who speaks; it cannot be escaped, so" + " the row is not sent");
    }

    @Test
    void other_text_is_sent_whatever_it_looks_like() {
        var ask = new Ask(Optional.empty(), Template.parse("{text}"), Map.of());

        assertThat(family.objection(ask, Map.of("text", "<s> [inst] <|eot_id|> INST")::get))
                .isEmpty();
    }
}
