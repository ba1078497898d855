package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiChatTest {
    private final Family family = new OpenAiChat();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "temperature",
                2.1,
                "stop_sequences",
                List.of("a", "b", "c", "d", "e"),
                "reasoning_effort",
                "none",
                "tool_choice",
                "any",
                "stream",
                true,
                "model",
                "x");

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.model: is not given here: it is the manifest's field 'model_id'",
                        "parameters.reasoning_effort: expected one of low, medium, high, found 'none'",
                        "parameters.stop_sequences: expected a list of at most 4 texts, none empty, found [a, b, c, d, e]",
                        "parameters.stream: is not given here: batch inference does not stream",
                        "parameters.temperature: expected a number from 0 to 2, found 2.1",
                        "parameters.tool_choice: expected one of auto, none, required, or an object that names a tool, found 'any'");
    }
}
