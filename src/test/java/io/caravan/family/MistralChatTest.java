package io.caravan.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.model.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MistralChatTest {
    private final Family family = new MistralChat();

    @Test
    void all_wrong_parameters_are_told_at_once_by_name() {
        var parameters = Map.<String, Object>of(
                "max_tokens",
                8193,
                "top_k",
                5,
                "stop_sequences",
                List.of("END"),
                "tool_choice",
                "required",
                "messages",
                List.of());

        assertThat(family.check(parameters))
                .extracting(Problem::toString)
                .containsExactly(
                        "parameters.max_tokens: expected a whole number from 1 to 8192, found 8193",
                        "parameters.messages: is not given here: they are made from the manifest's 'prompt' or 'prompt_id'",
                        "parameters.stop_sequences: is not a parameter of Mistral chat; it takes max_tokens, temperature, tool_choice, tools, top_p",
                        "parameters.tool_choice: expected one of auto, any, none, found 'required'",
                        "parameters.top_k: is not a parameter of Mistral chat; did you mean 'top_p'? It takes max_tokens, temperature, tool_choice, tools, top_p");
    }
}
