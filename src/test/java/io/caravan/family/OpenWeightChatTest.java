package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenWeightChatTest {
    private final Family family = new OpenWeightChat();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "max_tokens", 1.5, "response_format", "json", "tools", Map.of(), "stop_sequences", List.of("END"));

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.max_tokens: expected a whole number from 1, found 1.5",
                        "parameters.response_format: expected an object, found 'json'",
                        "parameters.stop_sequences: is not a parameter of open-weight chat; it takes max_tokens, response_format, temperature, tool_choice, tools, top_p",
                        "parameters.tools: expected a list of objects, found {}");
    }
}
